// A broker that speaks Kafka's protocol (franz-go's kfake), with one topic, one consumer group that has committed, and
// two requests by HTTP: /produce?n=100 adds messages, /commit lets the group catch up.
//
//	kafka <port of the broker> <port of HTTP> <topic> <group>
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strconv"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
)

const partitions = 20

func main() {
	port, err := strconv.Atoi(os.Args[1])
	must(err)
	control, topic, group := os.Args[2], os.Args[3], os.Args[4]

	cluster, err := kfake.NewCluster(kfake.Ports(port), kfake.NumBrokers(1), kfake.SeedTopics(partitions, topic))
	must(err)
	defer cluster.Close()
	client, err := kgo.NewClient(kgo.SeedBrokers("127.0.0.1:"+os.Args[1]), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	must(err)
	admin := kadm.NewClient(client)
	ctx := context.Background()

	produce := func(count int) error {
		records := make([]*kgo.Record, count)
		for i := range records {
			records[i] = &kgo.Record{Topic: topic, Partition: int32(i % partitions), Value: []byte("x")}
		}
		return client.ProduceSync(ctx, records...).FirstErr()
	}
	commit := func() error {
		ends, err := admin.ListEndOffsets(ctx, topic)
		if err != nil {
			return err
		}
		return admin.CommitAllOffsets(ctx, group, ends.Offsets())
	}
	must(produce(partitions))
	must(commit())

	answer := func(w http.ResponseWriter, err error) {
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}
	http.HandleFunc("/produce", func(w http.ResponseWriter, r *http.Request) {
		count, err := strconv.Atoi(r.URL.Query().Get("n"))
		if err == nil {
			err = produce(count)
		}
		answer(w, err)
	})
	http.HandleFunc("/commit", func(w http.ResponseWriter, _ *http.Request) { answer(w, commit()) })
	must(http.ListenAndServe("127.0.0.1:"+control, nil))
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

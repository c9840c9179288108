// Command promql-oracle answers PromQL queries with Prometheus' own engine: cases as JSON on stdin, answers on stdout.
// Series are in memory; it opens no file and no connection.
//
//	[{"from": 0, "interval": 30, "series": {"up{job=\"a\"}": "1x10 stale"}, "queries": ["sum(up)"], "at": [60]}]
//
// `from`, `interval` and `at` are seconds, values are promtool's series notation, the first of them at `from`. An answer has, for
// each query, either `refused`, which the parser said, or a point for each time.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"sort"
	"strconv"
	"time"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
	"github.com/prometheus/prometheus/tsdb/chunks"
	"github.com/prometheus/prometheus/util/annotations"
)

type testCase struct {
	From     float64           `json:"from"`
	Interval float64           `json:"interval"`
	Series   map[string]string `json:"series"`
	Queries  []string          `json:"queries"`
	At       []float64         `json:"at"`
}

type answer struct {
	Query   string  `json:"query"`
	Refused string  `json:"refused,omitempty"`
	Type    string  `json:"type,omitempty"`
	Points  []point `json:"points,omitempty"`
}

type point struct {
	At       float64   `json:"at"`
	Error    string    `json:"error,omitempty"`
	Warnings []string  `json:"warnings,omitempty"`
	Elements []element `json:"elements"`
}

// A scalar is one element without labels. JSON has no NaN, so values are text.
type element struct {
	Labels map[string]string `json:"labels"`
	Value  string            `json:"value"`
}

func main() {
	var cases []testCase
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		fail(err)
	}
	parse := parser.NewParser(parser.Options{EnableExperimentalFunctions: true})
	engine := promql.NewEngine(promql.EngineOpts{
		MaxSamples:    50_000_000,
		Timeout:       time.Minute,
		LookbackDelta: 5 * time.Minute,
		// The server has both switched on.
		EnableAtModifier:     true,
		EnableNegativeOffset: true,
		// The evaluation interval that a server has by default.
		NoStepSubqueryIntervalFn: func(int64) int64 { return time.Minute.Milliseconds() },
		Parser:                   parse,
	})
	answers := make([][]answer, 0, len(cases))
	for _, c := range cases {
		stored, err := store(parse, c)
		if err != nil {
			fail(err)
		}
		answered := make([]answer, 0, len(c.Queries))
		for _, query := range c.Queries {
			answered = append(answered, ask(engine, parse, stored, query, c.At))
		}
		answers = append(answers, answered)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(answers); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(2)
}

func ask(engine *promql.Engine, parse parser.Parser, stored memory, text string, at []float64) answer {
	expression, err := parse.ParseExpr(text)
	if err != nil {
		return answer{Query: text, Refused: err.Error()}
	}
	answered := answer{Query: text, Type: string(expression.Type())}
	for _, seconds := range at {
		moment := time.UnixMilli(int64(math.Round(seconds * 1000)))
		query, err := engine.NewInstantQuery(context.Background(), stored, nil, text, moment)
		if err != nil {
			return answer{Query: text, Refused: err.Error()}
		}
		result := query.Exec(context.Background())
		found := point{At: seconds, Elements: elements(result.Value)}
		for _, warning := range result.Warnings.AsErrors() {
			found.Warnings = append(found.Warnings, warning.Error())
		}
		if result.Err != nil {
			found.Error = result.Err.Error()
		}
		query.Close()
		answered.Points = append(answered.Points, found)
	}
	return answered
}

func elements(value parser.Value) []element {
	found := []element{}
	switch v := value.(type) {
	case promql.Vector:
		for _, sample := range v {
			found = append(found, element{Labels: sample.Metric.Map(), Value: number(sample.F)})
		}
	case promql.Scalar:
		found = append(found, element{Labels: map[string]string{}, Value: number(v.V)})
	}
	return found
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

func store(parse parser.Parser, c testCase) (memory, error) {
	var stored memory
	for name, values := range c.Series {
		described, sequence, err := parse.ParseSeriesDesc(name + " " + values)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		var samples []chunks.Sample
		for i, value := range sequence {
			if !value.Omitted {
				samples = append(samples, sample{int64(math.Round((c.From + float64(i)*c.Interval) * 1000)), value.Value})
			}
		}
		stored = append(stored, storage.NewListSeries(described, samples))
	}
	sort.Slice(stored, func(i, j int) bool { return labels.Compare(stored[i].Labels(), stored[j].Labels()) < 0 })
	return stored, nil
}

// memory is a storage.Queryable of series that are all there is.
type memory []storage.Series

func (m memory) Querier(_, _ int64) (storage.Querier, error) { return m, nil }

func (m memory) Close() error { return nil }

func (m memory) LabelValues(context.Context, string, *storage.LabelHints, ...*labels.Matcher) ([]string, annotations.Annotations, error) {
	return nil, nil, nil
}

func (m memory) LabelNames(context.Context, *storage.LabelHints, ...*labels.Matcher) ([]string, annotations.Annotations, error) {
	return nil, nil, nil
}

func (m memory) Select(_ context.Context, _ bool, _ *storage.SelectHints, matchers ...*labels.Matcher) storage.SeriesSet {
	chosen := &seriesSet{at: -1}
	for _, series := range m {
		if matches(series.Labels(), matchers) {
			chosen.series = append(chosen.series, series)
		}
	}
	return chosen
}

func matches(of labels.Labels, matchers []*labels.Matcher) bool {
	for _, matcher := range matchers {
		if !matcher.Matches(of.Get(matcher.Name)) {
			return false
		}
	}
	return true
}

type seriesSet struct {
	series []storage.Series
	at     int
}

func (s *seriesSet) Next() bool                        { s.at++; return s.at < len(s.series) }
func (s *seriesSet) At() storage.Series                { return s.series[s.at] }
func (s *seriesSet) Err() error                        { return nil }
func (s *seriesSet) Warnings() annotations.Annotations { return nil }

type sample struct {
	t int64
	f float64
}

func (s sample) T() int64                      { return s.t }
func (s sample) ST() int64                     { return 0 }
func (s sample) F() float64                    { return s.f }
func (s sample) H() *histogram.Histogram       { return nil }
func (s sample) FH() *histogram.FloatHistogram { return nil }
func (s sample) Type() chunkenc.ValueType      { return chunkenc.ValFloat }
func (s sample) Copy() chunks.Sample           { return s }

// Package azure stands for KEDA's own: nothing of Azure is in this build.
package azure

import (
	"context"
	"errors"
	"net/http"

	"github.com/go-logr/logr"

	kedav1alpha1 "github.com/kedacore/keda/v2/apis/keda/v1alpha1"
)

var errAbsent = errors.New("Azure is not in this build of KEDA")

type ADWorkloadIdentityTokenProvider struct{}

func NewAzureADWorkloadIdentityTokenProvider(context.Context, string, string, string, string) *ADWorkloadIdentityTokenProvider {
	return &ADWorkloadIdentityTokenProvider{}
}

func (*ADWorkloadIdentityTokenProvider) Refresh() error     { return errAbsent }
func (*ADWorkloadIdentityTokenProvider) OAuthToken() string { return "" }

// No transport and no error: the Prometheus is none of Azure's.
func TryAndGetAzureManagedPrometheusHTTPRoundTripper(logr.Logger, kedav1alpha1.AuthPodIdentity, map[string]string) (http.RoundTripper, error) {
	return nil, nil
}

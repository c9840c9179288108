// Package gcp stands for KEDA's own: nothing of Google Cloud is in this build.
package gcp

import (
	"errors"
	"net/http"

	"github.com/kedacore/keda/v2/pkg/scalers/scalersconfig"
)

var (
	GcpScopeMonitoringRead                   = ""
	ErrGoogleApplicationCrendentialsNotFound = errors.New("google application credentials not found")
)

// What KEDA's own answers where no credentials are given.
func GetGCPOAuth2HTTPTransport(*scalersconfig.ScalerConfig, http.RoundTripper, string) (http.RoundTripper, error) {
	return nil, ErrGoogleApplicationCrendentialsNotFound
}

package scalers

// Declared in the file of a scaler that is left out, and read in those that stay.
const externalMetricType = "External"

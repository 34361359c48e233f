// What has come to BOUND, at which kernels keep what would be Inf.
bool is_large(float x) { return abs(x) >= BOUND; }

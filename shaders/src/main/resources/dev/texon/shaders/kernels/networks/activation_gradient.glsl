// A gradient, times the slope of the activation that made the input. Reads delta, x (texels); writes gradient.
void main() { gradient = store(fetch_delta(fragment()) * slope(fetch_x(fragment()))); }

// A gradient, times the derivative of the activation that made the input. Reads delta, x (texels); writes gradient.
#include "networks/layout"
#slot activation
#slot store
void main() { gradient = store(fetch_delta(fragment()) * derivative(fetch_x(fragment()))); }

// A gradient, times the derivative of the activation that made x.
#slot activation
#slot store
vec4 epilogue(vec4 sum, int group) { return store(sum * derivative(fetch_x(fragment()))); }

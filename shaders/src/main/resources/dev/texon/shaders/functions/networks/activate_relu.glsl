vec4 activate(vec4 v) { return keep_nan(v, max(v, 0.0)); }
vec4 derivative(vec4 y) { return keep_nan(y, vec4(greaterThan(y, vec4(0.0)))); }

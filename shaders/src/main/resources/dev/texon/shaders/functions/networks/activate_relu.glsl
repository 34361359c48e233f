vec4 activate(vec4 v) { return max(v, 0.0); }
vec4 slope(vec4 y) { return vec4(greaterThan(y, vec4(0.0))); }

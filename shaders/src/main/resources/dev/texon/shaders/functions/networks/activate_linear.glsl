vec4 activate(vec4 v) { return v; }
// The derivative, as a function of the result.
vec4 derivative(vec4 y) { return vec4(1.0); }

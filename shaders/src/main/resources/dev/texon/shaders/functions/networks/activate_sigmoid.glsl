#include "networks/activation_functions"
vec4 activate(vec4 v) { return vec4(sigmoid(v.r), sigmoid(v.g), sigmoid(v.b), sigmoid(v.a)); }
vec4 derivative(vec4 y) { return y * (1.0 - y); }

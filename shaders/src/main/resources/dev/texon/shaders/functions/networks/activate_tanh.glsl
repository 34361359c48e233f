#include "networks/activation_functions"
vec4 activate(vec4 v) {
  return vec4(hyperbolic_tangent(v.r), hyperbolic_tangent(v.g), hyperbolic_tangent(v.b), hyperbolic_tangent(v.a));
}
vec4 derivative(vec4 y) { return 1.0 - y * y; }

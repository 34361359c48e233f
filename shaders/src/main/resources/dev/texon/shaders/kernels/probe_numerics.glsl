// What the fragment stage does with floats, one answer per column. Uniforms keep the compiler from computing them itself:
// float one = 1, big = 3e38, tiny = 2^-126; writes bytes. Columns 0 to 23: 1 + 2^-column. Asking ((1 + e) - 1 == e) here instead
// would measure nothing: Mesa's compiler simplifies it to true.
#include "pack_float"
void main() {
  int question = fragment().x;
  float infinity = big * (10.0 * one);
  float answer;
  if (question < 24) {
    float e = one;
    for (int i = 0; i < 24; i++) {
      if (i < question) { e *= 0.5; }
    }
    answer = one + e;
  } else if (question == 24) {
    answer = infinity;
  } else if (question == 25) {
    answer = infinity - infinity * one;
  } else {
    answer = tiny * (0.5 * one);
  }
  bytes = pack_float(answer);
}

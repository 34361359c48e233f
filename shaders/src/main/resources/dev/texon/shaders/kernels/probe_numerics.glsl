// What the fragment stage does with floats, one answer per column. Uniforms keep the compiler from computing them itself:
// float one = 1, big = 3e38, tiny = 2^-126; writes bytes.
void main() {
  int question = fragment().x;
  float answer = 0.0;
  if (question == 0) {
    float e = one;
    for (int i = 0; i < 32; i++) {
      if ((one + e) - one == e) { answer += 1.0; }
      e *= 0.5;
    }
  } else if (question == 1) {
    answer = big * (10.0 * one);
  } else if (question == 2) {
    float infinity = big * (10.0 * one);
    answer = infinity - infinity * one;
  } else {
    answer = tiny * (0.5 * one);
  }
  bytes = pack_float(answer);
}

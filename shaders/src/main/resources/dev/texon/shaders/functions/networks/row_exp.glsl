// exp(z - m) of the channels of a group that are there, and 0 for the others, whose z is 0: their exponent would be -m, whatever that is.
vec4 row_exp(int group, vec4 z, float m) {
  vec4 there = present(group, CHANNELS);
  return there * exp(there * (z - m));
}

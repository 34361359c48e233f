// The turns that a loop takes, counted. Uniform float one: 1, which no compiler knows; constant TURNS; writes bytes of the count.
#include "pack_float"
void main() {
  float turns = 0.0;
  for (int i = 0; i < TURNS; i++) { turns += one; }
  bytes = pack_float(turns);
}

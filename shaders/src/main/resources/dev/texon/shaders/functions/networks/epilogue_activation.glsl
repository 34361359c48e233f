// What a layer makes of its sums.
#slot activation
#slot store
vec4 epilogue(vec4 sum, int group) { return store(masked(activate(sum), group, CHANNELS)); }

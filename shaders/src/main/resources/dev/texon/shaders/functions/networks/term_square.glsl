// The square of the difference from the mean.
vec4 term(ivec2 at, int group) {
  return (fetch_x(at) - fetch_means(ivec2(group, 0))) * (fetch_x(at) - fetch_means(ivec2(group, 0)));
}

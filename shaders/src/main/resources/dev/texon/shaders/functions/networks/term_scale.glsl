// The gradient of the scale of a batch normalisation: delta times the normalised value.
vec4 term(ivec2 at, int group) {
  return fetch_delta(at) * (fetch_x(at) - fetch_means(ivec2(group, 0))) / sqrt(fetch_variances(ivec2(group, 0)) + EPSILON);
}

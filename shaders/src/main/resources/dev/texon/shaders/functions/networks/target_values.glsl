// Targets that are numbers. Input labels: a row of groups for each sample.
#include "networks/sample_index"
vec4 target_of(int n, int group) { return fetch_labels(ivec2(group, sample_index(n))); }

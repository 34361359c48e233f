// All classes count alike.
vec4 weigh(vec4 t, int group) { return t; }

// Another number in each of TARGETS targets. Writes target0, ….
void main() {
#for t in 0..TARGETS
  target{t} = vec4({t + 1}.0) / 16.0;
#end
}

package dev.texon.networks.gpu;

/** The random numbers of functions/networks/random.glsl, on this side: whole numbers, and so the same on every adapter. */
public final class RandomNumbers {
    /** Numbers lie in 0 … PRIME − 1. */
    public static final int PRIME = 4091;

    private static final int OTHER_PRIME = 4079;

    private RandomNumbers() {}

    /** Numbers below it are dropped. */
    public static int threshold(double rate) {
        return (int) Math.round(rate * PRIME);
    }

    /** The state that a layer starts from in a step. */
    public static long state(long seed, int layer, long step) {
        long state = stir(0, Math.floorMod(seed, PRIME));
        state = stir(state, Math.floorMod(Math.floorDiv(seed, PRIME), PRIME));
        state = stir(state, layer % PRIME);
        state = stir(state, (int) (step % PRIME));
        return stir(state, (int) (step / PRIME % PRIME));
    }

    /** The random number of a texel's channel. */
    public static int number(long state, int x, int y, int channel) {
        return first(stir(stir(stir(state, x % PRIME), y % PRIME), channel + 1));
    }

    static int first(long state) {
        return (int) (state >> 32);
    }

    static int second(long state) {
        return (int) state;
    }

    private static long stir(long state, int v) {
        long a = cube((first(state) + v) % PRIME, PRIME);
        long b = cube((second(state) + a + v) % OTHER_PRIME, OTHER_PRIME);
        return (a + b) % PRIME << 32 | b;
    }

    private static long cube(long s, int prime) {
        return s * s % prime * s % prime;
    }
}

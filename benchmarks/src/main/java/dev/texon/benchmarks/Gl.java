package dev.texon.benchmarks;

/** What a contender draws with, as far as it is known from its id: peers are compared where both draw with the same. */
enum Gl {
    SYSTEM("webgl2-system"),
    SWIFTSHADER("webgl2-swiftshader");

    private final String adapter;

    Gl(String adapter) {
        this.adapter = adapter;
    }

    static Gl of(String contender) {
        return contender.endsWith("swiftshader") ? SWIFTSHADER : SYSTEM;
    }

    /** Id of the bridge's adapter, whose browser and flags a peer has too. */
    String adapter() {
        return adapter;
    }
}

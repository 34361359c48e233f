package dev.texon.benchmarks;

/** What a contender draws with, as far as it is known from its id: peers are compared where both draw with the same. */
enum Gl {
    SYSTEM("webgl2-system"),
    SWIFTSHADER("webgl2-swiftshader");

    static final String PEER = "tfjs";

    private final String adapter;

    Gl(String adapter) {
        this.adapter = adapter;
    }

    static Gl of(String contender) {
        return contender.endsWith("swiftshader") ? SWIFTSHADER : SYSTEM;
    }

    /** Id of the bridge's adapter, whose browser and flags the peer has too. */
    String adapter() {
        return adapter;
    }

    String peer() {
        return PEER + "/" + adapter;
    }

    /** Id of the contender whose ceilings a contender has: a peer those of the same browser. */
    static String ceilings(String contender) {
        return contender.startsWith(PEER + "/") ? "webgl/" + of(contender).adapter : contender;
    }
}

package dev.texon.conformance;

/** What a user types to run Texon, for messages that say what to run next. Child processes inherit it. */
public final class Launcher {
    /** The system property that holds it; the script {@code ./texon} if it is not set. */
    public static final String PROPERTY = "texon.command";

    private Launcher() {}

    /** Such as {@code ./texon}, before the name of a command. */
    public static String command() {
        return System.getProperty(PROPERTY, "./texon");
    }
}

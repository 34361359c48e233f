package dev.texon.gpu.webgl;

import dev.texon.gpu.GpuException;
import java.util.ArrayDeque;
import java.util.Set;

/** In debug mode, where each call that the page has not acknowledged yet was made. */
final class CallSites {
    private record Site(int sequence, int frame, Throwable call) {}

    private static final class Call extends Throwable {
        private static final long serialVersionUID = 1L;

        Call() {
            super("the call that failed was made here");
        }
    }

    private static final Set<String> OWN =
            Set.of(WebGl.class.getName(), CommandStream.class.getName(), CallSites.class.getName());

    private final ArrayDeque<Site> sites = new ArrayDeque<>();

    /** Keeps the caller's; forgets those in frames up to the acknowledged one, whose failures have been thrown. */
    void add(int sequence, int frame, int acknowledgedFrame) {
        for (Site oldest = sites.peek(); oldest != null && oldest.frame() <= acknowledgedFrame; oldest = sites.peek()) {
            sites.remove();
        }
        sites.add(new Site(sequence, frame, new Call()));
    }

    /** The exception with the message, the place and the stack of the call. */
    GpuException explain(String message, int sequence) {
        for (Site site : sites) {
            if (site.sequence() == sequence) {
                return new GpuException(message + "; called at " + place(site.call()) + ".", site.call());
            }
        }
        return new GpuException(message + ".");
    }

    /** The first frame outside of the bridge and the shared driver. */
    private static String place(Throwable call) {
        for (StackTraceElement element : call.getStackTrace()) {
            String type = element.getClassName();
            if (!OWN.contains(type)
                    && !type.startsWith("dev.texon.gpu.gl.")
                    && !type.startsWith("java.")
                    && !type.startsWith("jdk.")) {
                return element.toString();
            }
        }
        return call.getStackTrace()[0].toString();
    }
}

package dev.texon.gpu;

import dev.texon.gpu.spi.DriverOptions;
import dev.texon.gpu.spi.GpuBackend;
import dev.texon.gpu.spi.GpuDriver;
import java.util.ArrayList;
import java.util.List;

/** Providers on the test classpath, the good among the broken. */
public final class FakeBackends {
    /** Adapters in the order in which somebody tried to open them, as {@code backend/adapter}. */
    static final List<String> OPENED = new ArrayList<>();

    /** Backends that somebody probed. */
    static final List<String> PROBED = new ArrayList<>();

    private FakeBackends() {}

    /** Has one adapter that is missing and two that open. */
    private abstract static class Working implements GpuBackend {
        @Override
        public List<Adapter> probe() {
            PROBED.add(id());
            return List.of(
                    new Adapter.Unavailable("display", id() + " display", "no display", "set DISPLAY"),
                    new Adapter.Available("first", "Paper of " + id()),
                    new Adapter.Available("second", "Cardboard of " + id()));
        }

        @Override
        public GpuDriver open(String adapter, DriverOptions options) {
            OPENED.add(id() + "/" + adapter + (options.debug() ? " debug" : ""));
            return new RecordingDriver();
        }
    }

    /** Opens, and is tried late. */
    public static final class Low extends Working {
        @Override
        public String id() {
            return "low";
        }

        @Override
        public int priority() {
            return 1;
        }
    }

    /** Opens, and is tried before {@link Low}. */
    public static final class High extends Working {
        @Override
        public String id() {
            return "high";
        }

        @Override
        public int priority() {
            return 10;
        }
    }

    /** Would come first if it could be opened. */
    public static final class BrokenOpen extends Working {
        @Override
        public String id() {
            return "broken-open";
        }

        @Override
        public int priority() {
            return 100;
        }

        @Override
        public GpuDriver open(String adapter, DriverOptions options) {
            super.open(adapter, options);
            if (adapter.equals("first")) {
                throw new GpuUnavailableException("The paper is wet; dry it.");
            }
            throw new IllegalStateException("The pencil is blunt");
        }
    }

    /** Fails where the service loader makes it. */
    public static final class BrokenConstructor extends Working {
        public BrokenConstructor() {
            throw new UnsatisfiedLinkError("no paper in java.library.path");
        }

        @Override
        public String id() {
            return "never";
        }

        @Override
        public int priority() {
            return 1000;
        }
    }

    /** Fails before it can be named. */
    public static final class BrokenId extends Working {
        @Override
        public String id() {
            throw new IllegalStateException("nameless");
        }

        @Override
        public int priority() {
            return 1000;
        }
    }

    /** Fails while it looks for adapters. */
    public static final class BrokenProbe extends Working {
        @Override
        public String id() {
            return "broken-probe";
        }

        @Override
        public int priority() {
            return 1000;
        }

        @Override
        public List<Adapter> probe() {
            throw new NoClassDefFoundError("com/example/Paper");
        }
    }

    /** Would come first if it were a GPU, and has a second adapter that only turns out to be none. */
    public static final class Soft extends Working {
        @Override
        public String id() {
            return "soft";
        }

        @Override
        public int priority() {
            return 2000;
        }

        @Override
        public List<Adapter> probe() {
            return List.of(
                    new Adapter.Available("known", "Chalk", DeviceKind.CPU), new Adapter.Available("found", "Slate"));
        }

        @Override
        public GpuDriver open(String adapter, DriverOptions options) {
            super.open(adapter, options);
            return new RecordingDriver(new DeviceInfo("recording", "paper", "Paper 1.0", "llvmpipe", "Texon", "1"));
        }
    }

    /** Finds only what does not work here. */
    public static final class Missing extends Working {
        @Override
        public String id() {
            return "missing";
        }

        @Override
        public int priority() {
            return 500;
        }

        @Override
        public List<Adapter> probe() {
            return List.of(new Adapter.Unavailable("x11", "Paper on X11", "no X display", "run under xvfb-run"));
        }
    }

    /** Finds nothing at all. */
    public static final class Empty extends Working {
        @Override
        public String id() {
            return "empty";
        }

        @Override
        public int priority() {
            return 5;
        }

        @Override
        public List<Adapter> probe() {
            return List.of();
        }
    }
}

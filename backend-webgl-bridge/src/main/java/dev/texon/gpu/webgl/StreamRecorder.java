package dev.texon.gpu.webgl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.texon.gpu.ElementType;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.gl.GlDriver;
import dev.texon.gpu.gl.GlElementType;
import dev.texon.gpu.spi.DeclaredCapabilities;
import dev.texon.gpu.spi.DriverOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A device on which nothing is drawn: it writes down what a driver asks of WebGL, so that a page can do the same later, without Java. It
 * answers as every browser does that has what a {@link RecordedContext} says, and reads as all of these can: in WebGL 1 by bytes.
 */
public final class StreamRecorder {
    /** Names of the limits, by which a driver asks. */
    private static final Map<Integer, String> NAMES = Map.of(
            0x0D33, "MAX_TEXTURE_SIZE",
            0x8824, "MAX_DRAW_BUFFERS",
            0x8872, "MAX_TEXTURE_IMAGE_UNITS",
            0x8DFD, "MAX_FRAGMENT_UNIFORM_VECTORS");

    /** Calls that draw nothing, and whose answers nobody waits for in a page. */
    private static final Set<Opcode> LEFT_OUT = Set.of(
            Opcode.CREATE_CONTEXT,
            Opcode.FENCE_SYNC,
            Opcode.DELETE_SYNC,
            Opcode.CREATE_QUERY,
            Opcode.DELETE_QUERY,
            Opcode.BEGIN_TIME_QUERY,
            Opcode.END_TIME_QUERY,
            Opcode.FLUSH);

    /** Calls that make programs, and depend on nothing else. */
    private static final Set<Opcode> COMPILING = Set.of(
            Opcode.CREATE_SHADER,
            Opcode.SHADER_SOURCE,
            Opcode.COMPILE_SHADER,
            Opcode.CREATE_PROGRAM,
            Opcode.ATTACH_SHADER,
            Opcode.BIND_ATTRIB_LOCATION,
            Opcode.LINK_PROGRAM);

    /** What is read as bytes is drawn to a texture that is closed before a page reads it: it stays in the pool. */
    private static final long POOL_BYTES = 1L << 30;

    private final Recorder recorder;
    private final GlDriver driver;
    private final GpuDevice device;

    private StreamRecorder(RecordedContext context) {
        recorder = new Recorder(context);
        Page page = new Page() {
            @Override
            public Link link() {
                return recorder;
            }

            @Override
            public String diagnosis() {
                return "";
            }

            @Override
            public void close() {
                // There is nothing behind it.
            }
        };
        WebGl gl = new WebGl(page, context.version(), List.of(), false);
        driver = (GlDriver) GlDriver.open(gl, "webgl", "recorder", new DriverOptions(false, POOL_BYTES));
        device = GpuDevice.trusting(driver, believed(context));
    }

    /** Few browsers read floats in WebGL 1, whatever they draw to. */
    private DeclaredCapabilities believed(RecordedContext context) {
        DeclaredCapabilities declared = driver.declared();
        if (context.version() == 2) {
            return declared;
        }
        Map<TextureFormat, Set<FormatFeature>> formats = new EnumMap<>(declared.formats());
        formats.replaceAll((format, features) -> format.elementType().normalized()
                ? features
                : features.stream()
                        .filter(feature -> feature != FormatFeature.READ_BACK)
                        .collect(Collectors.toSet()));
        return new DeclaredCapabilities(
                formats,
                declared.features(),
                declared.textureSize(),
                declared.inputs(),
                declared.renderTargets(),
                declared.uniformVectors());
    }

    public static StreamRecorder open(RecordedContext context) {
        return new StreamRecorder(context);
    }

    /** What is drawn on it is written down; what is read is zeros. */
    public GpuDevice device() {
        return device;
    }

    /** The calls that make programs since the last ones were taken; they depend on no others. */
    public Calls takePrograms() {
        driver.flush();
        return recorder.programs.take();
    }

    /** All other calls since the last ones were taken. */
    public Calls take() {
        driver.flush();
        return recorder.others.take();
    }

    /** Makes what the calls need, as at their first time, and neither fills nor draws to it. */
    public void prepare(Runnable calls) {
        driver.flush();
        recorder.preparing = true;
        try {
            calls.run();
            driver.flush();
        } finally {
            recorder.preparing = false;
        }
    }

    /**
     * What a page will do again and again, in the pieces between which it reads; it fills textures itself, and sets these uniforms. The calls
     * suppose nothing of the context's state. All other calls before have to be taken.
     *
     * @param uniforms names of uniforms that are left to the page
     */
    public List<Piece> repetition(Set<String> uniforms, Runnable calls) {
        driver.forgetState();
        driver.flush();
        for (String name : uniforms) {
            List<Integer> places = uniforms(name);
            for (int i = 1; i < places.size(); i += 2) {
                recorder.leftToPage.add(places.get(i));
            }
        }
        recorder.repeating = true;
        try {
            calls.run();
            driver.flush();
        } finally {
            recorder.repeating = false;
            recorder.leftToPage.clear();
        }
        List<Piece> pieces = new ArrayList<>(recorder.pieces);
        recorder.pieces.clear();
        Calls rest = take();
        if (!rest.commands().isEmpty()) {
            pieces.add(new Piece(rest, null));
        }
        return pieces;
    }

    /** The texture that a program's input of this name was bound to when such a program was drawn last. */
    public Optional<Target> input(String name) {
        return Optional.ofNullable(recorder.inputs.get(name)).map(recorder.textures::get);
    }

    /**
     * The texture that was filled last.
     *
     * @throws IllegalStateException if none was
     */
    public Target filled() {
        Target target = recorder.textures.get(recorder.filled);
        if (target == null) {
            throw new IllegalStateException("No texture was filled.");
        }
        return target;
    }

    /** Where the uniforms of this name are, by which a page sets them: the names of a program and of a location in turn. */
    public List<Integer> uniforms(String name) {
        return List.copyOf(recorder.uniforms.getOrDefault(name, List.of()));
    }

    /**
     * Calls as a page replays them.
     *
     * @param commands for each call its number and its arguments by its signature, nothing for strings and bytes: ints, counts of arrays
     *     and the bits of floats as digits of Base64, which hold 5 bits each, the lowest first, and whether another follows; the lowest bit is the sign,
     *     and then all others are inverted
     * @param bulk the strings and bytes, in their order; data of textures are in the machine's byte order
     */
    public record Calls(String commands, List<Bulk> bulk) {
        public Calls {
            bulk = List.copyOf(bulk);
        }
    }

    /**
     * Calls, and what a page reads of the bound framebuffer after them.
     *
     * @param read null for the last piece, if nothing is read
     */
    public record Piece(Calls calls, @Nullable Read read) {}

    /**
     * A texture to be filled.
     *
     * @param texture its name
     * @param format as texImage2D takes it
     * @param type as texImage2D takes it
     */
    public record Target(int texture, int width, int height, int format, int type) {}

    /**
     * What readPixels takes; bytes are those of floats, all of the first channel and then of the next.
     *
     * @param type FLOAT, or UNSIGNED_BYTE where floats cannot be read
     */
    public record Read(int x, int y, int width, int height, int type) {}

    /** What a call's bulk is. */
    public enum Kind {
        /** UTF-8. */
        TEXT,
        /** 32-bit floats of a texture that is uploaded. */
        FLOATS,
        /** Half floats of a texture that is uploaded. */
        HALVES,
        OTHER
    }

    /** A string or data of one call. */
    public record Bulk(Kind kind, ByteBuffer bytes) {}

    /** Calls of one kind. */
    private static final class Tape {
        private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

        private final StringBuilder commands = new StringBuilder();
        private List<Bulk> bulk = new ArrayList<>();

        Calls take() {
            Calls taken = new Calls(commands.toString(), bulk);
            commands.setLength(0);
            bulk = new ArrayList<>();
            return taken;
        }

        void keep(Opcode opcode, ByteBuffer arguments, ByteBuffer data) {
            int type = opcode == Opcode.TEX_SUB_IMAGE_2D ? arguments.getInt(7 * Integer.BYTES) : 0;
            number(opcode.number());
            for (char letter : opcode.signature().split(">", 2)[0].toCharArray()) {
                int first = arguments.getInt();
                switch (letter) {
                    case 'i', 'f' -> number(first);
                    case 'I', 'F' -> {
                        number(first);
                        for (int i = 0; i < first; i++) {
                            number(arguments.getInt());
                        }
                    }
                    default -> {
                        byte[] copy = new byte[arguments.getInt()];
                        data.duplicate().get(data.position() + first, copy);
                        bulk.add(new Bulk(
                                kind(letter, type), ByteBuffer.wrap(copy).asReadOnlyBuffer()));
                    }
                }
            }
        }

        /** Most are small. */
        private void number(int value) {
            int rest = (value << 1) ^ (value >> 31);
            do {
                int digit = rest & 31;
                rest >>>= 5;
                commands.append(DIGITS.charAt(rest == 0 ? digit : digit + 32));
            } while (rest != 0);
        }

        private static Kind kind(char letter, int type) {
            ElementType element = GlElementType.elementType(type).orElse(ElementType.UNSIGNED_BYTE);
            return letter == 's'
                    ? Kind.TEXT
                    : switch (element) {
                        case FLOAT -> Kind.FLOATS;
                        case HALF_FLOAT -> Kind.HALVES;
                        default -> Kind.OTHER;
                    };
        }
    }

    /** The way to nowhere. */
    private static final class Recorder implements Link {
        private static final String SAMPLER = "texon_in_";
        private static final int TEXTURE0 = 0x84C0;
        private static final int FRAMEBUFFER_COMPLETE = 0x8CD5;

        final Tape programs = new Tape();
        final Tape others = new Tape();
        final Map<String, List<Integer>> uniforms = new HashMap<>();
        final Map<Integer, Target> textures = new HashMap<>();
        /** By the names of inputs: what was bound at the last draw. */
        final Map<String, Integer> inputs = new HashMap<>();

        final List<Piece> pieces = new ArrayList<>();
        final Set<Integer> leftToPage = new HashSet<>();
        boolean preparing;
        boolean repeating;
        int filled;

        private final RecordedContext context;
        private final Map<Integer, Map<String, Integer>> samplers = new HashMap<>();
        private final Map<Integer, Integer> units = new HashMap<>();
        private final Map<Integer, Integer> bound = new HashMap<>();
        private int unit = TEXTURE0;
        private int program;
        private @Nullable ByteBuffer destination;
        private ByteBuffer answer = ByteBuffer.allocate(0);

        Recorder(RecordedContext context) {
            this.context = context;
        }

        @Override
        public void send(ByteBuffer head, ByteBuffer data) {
            ByteBuffer frame = head.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            frame.position(head.position() + Protocol.FRAME_HEADER_BYTES);
            while (frame.hasRemaining()) {
                Opcode opcode = Opcode.byNumber(frame.getInt());
                int length = frame.getInt();
                ByteBuffer arguments = frame.slice(frame.position(), length).order(ByteOrder.LITTLE_ENDIAN);
                frame.position(frame.position() + length);
                if (opcode == null) {
                    throw new IllegalStateException("a frame holds an unknown call");
                }
                if (opcode.hasResult()) {
                    answer(opcode, arguments);
                }
                note(opcode, arguments, data);
                if (kept(opcode, arguments)) {
                    (COMPILING.contains(opcode) ? programs : others).keep(opcode, arguments, data);
                }
            }
        }

        private boolean kept(Opcode opcode, ByteBuffer arguments) {
            return switch (opcode) {
                case TEX_SUB_IMAGE_2D -> !preparing && !repeating;
                case DRAW_ARRAYS -> !preparing;
                case UNIFORM_1IV, UNIFORM_1FV, UNIFORM_2FV, UNIFORM_3FV, UNIFORM_4FV, UNIFORM_MATRIX_4FV ->
                    !leftToPage.contains(arguments.getInt(0));
                default -> !opcode.hasResult() && !LEFT_OUT.contains(opcode);
            };
        }

        /** What a page does by itself instead, and where. */
        private void note(Opcode opcode, ByteBuffer arguments, ByteBuffer data) {
            switch (opcode) {
                case ACTIVE_TEXTURE -> unit = arguments.getInt(0);
                case BIND_TEXTURE -> bound.put(unit, arguments.getInt(4));
                case TEX_IMAGE_2D -> {
                    int name = bound.getOrDefault(unit, 0);
                    if (arguments.getInt(4) == 0) {
                        textures.put(
                                name,
                                new Target(
                                        name,
                                        arguments.getInt(12),
                                        arguments.getInt(16),
                                        arguments.getInt(20),
                                        arguments.getInt(24)));
                    }
                }
                case TEX_SUB_IMAGE_2D -> filled = bound.getOrDefault(unit, 0);
                case USE_PROGRAM -> program = arguments.getInt(0);
                case UNIFORM_1IV -> units.put(arguments.getInt(0), arguments.getInt(8));
                case DRAW_ARRAYS ->
                    samplers.getOrDefault(program, Map.of())
                            .forEach((name, location) -> inputs.put(
                                    name, bound.getOrDefault(TEXTURE0 + units.getOrDefault(location, 0), 0)));
                case READ_PIXELS -> {
                    if (repeating) {
                        pieces.add(new Piece(
                                others.take(),
                                new Read(
                                        arguments.getInt(0),
                                        arguments.getInt(4),
                                        arguments.getInt(8),
                                        arguments.getInt(12),
                                        arguments.getInt(20))));
                    }
                }
                case GET_UNIFORM_LOCATION -> {
                    byte[] name = new byte[arguments.getInt(12)];
                    data.duplicate().get(data.position() + arguments.getInt(8), name);
                    String text = new String(name, UTF_8);
                    int location = arguments.getInt(0);
                    uniforms.computeIfAbsent(text, any -> new ArrayList<>())
                            .addAll(List.of(arguments.getInt(4), location));
                    if (text.startsWith(SAMPLER)) {
                        samplers.computeIfAbsent(arguments.getInt(4), any -> new HashMap<>())
                                .put(text.substring(SAMPLER.length()), location);
                    }
                }
                default -> {}
            }
        }

        private void answer(Opcode opcode, ByteBuffer arguments) {
            answer = switch (opcode) {
                case CREATE_CONTEXT -> text(context.extensions());
                case GET_STRING -> text("software recorder");
                case GET_INTEGER ->
                    number(context.limits().getOrDefault(NAMES.getOrDefault(arguments.getInt(0), ""), 0));
                case CHECK_FRAMEBUFFER_STATUS -> number(FRAMEBUFFER_COMPLETE);
                case COMPILED, LINKED, CLIENT_WAIT_SYNC, QUERY_AVAILABLE -> number(1);
                case QUERY_NANOSECONDS -> ByteBuffer.allocate(Double.BYTES);
                case READ_PIXELS, GET_BUFFER_SUB_DATA -> zeros();
                default -> number(0);
            };
        }

        private ByteBuffer zeros() {
            ByteBuffer into = destination;
            if (into != null) {
                into.put(new byte[into.remaining()]);
                return into;
            }
            return ByteBuffer.allocate(0);
        }

        private static ByteBuffer text(String text) {
            return ByteBuffer.wrap(text.getBytes(UTF_8));
        }

        private static ByteBuffer number(int number) {
            return ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(0, number);
        }

        @Override
        public void expect(int sequence, @Nullable ByteBuffer into) {
            destination = into;
        }

        @Override
        public @Nullable ByteBuffer await() {
            return answer;
        }

        @Override
        public boolean troubled() {
            return false;
        }

        @Override
        public int acknowledgedFrame() {
            return 0;
        }

        @Override
        public @Nullable Failure takeFailure() {
            return null;
        }

        @Override
        public void check() {
            // Nothing is lost here.
        }

        @Override
        public int errorFlag() {
            return 0;
        }

        @Override
        public void lose(String reason) {
            throw new IllegalStateException(reason);
        }
    }
}

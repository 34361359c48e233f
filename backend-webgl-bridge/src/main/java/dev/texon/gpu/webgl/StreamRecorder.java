package dev.texon.gpu.webgl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.gl.GlDriver;
import dev.texon.gpu.spi.DriverOptions;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A device on which nothing is drawn: it writes down what a driver asks of WebGL 2, so that a page can do the same later, without Java. It
 * answers as every browser does that draws to 32-bit floats, with the least that WebGL 2 promises, or what all devices of today have.
 */
public final class StreamRecorder {
    /** What the page has to enable. */
    public static final String EXTENSIONS = "EXT_color_buffer_float";

    /** What the page has to have at least, by WebGL's names: textures of all phones since 2013, and else the least of WebGL 2. */
    public static final Map<String, Integer> LIMITS = Map.of(
            "MAX_TEXTURE_SIZE", 4096,
            "MAX_DRAW_BUFFERS", 4,
            "MAX_TEXTURE_IMAGE_UNITS", 16,
            "MAX_FRAGMENT_UNIFORM_VECTORS", 224);

    /** Their numbers, by which a driver asks. */
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

    private final Recorder recorder = new Recorder();
    private final GpuDevice device;

    private StreamRecorder() {
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
        WebGl gl = new WebGl(page, 2, List.of(), false);
        device = GpuDevice.trusting(GlDriver.open(gl, "webgl", "recorder", new DriverOptions(false, 0)));
    }

    public static StreamRecorder open() {
        return new StreamRecorder();
    }

    /** What is drawn on it is written down; what is read is zeros. */
    public GpuDevice device() {
        return device;
    }

    /** The calls since the last ones were taken. */
    public Calls take() {
        return recorder.take();
    }

    /**
     * Calls in the form of a frame (docs/wire.md), without its header.
     *
     * @param commands records, whose places of bulk count from the bulk's start
     * @param bulk what they refer to, each padded to 4 bytes, in the machine's byte order
     */
    public record Calls(ByteBuffer commands, List<Bulk> bulk) {
        public Calls {
            bulk = List.copyOf(bulk);
        }
    }

    /** What a call's bulk is. */
    public enum Kind {
        /** UTF-8. */
        TEXT,
        /** 32-bit floats of a texture that is uploaded. */
        FLOATS,
        /** Bytes of a texture that is uploaded. */
        PIXELS,
        OTHER
    }

    /**
     * A string or data of one call.
     *
     * @param bytes without what pads them
     */
    public record Bulk(Kind kind, ByteBuffer bytes) {}

    /** The way to nowhere. */
    private static final class Recorder implements Link {
        private static final int FLOAT = 0x1406;
        private static final int UNSIGNED_BYTE = 0x1401;
        private static final int FRAMEBUFFER_COMPLETE = 0x8CD5;

        private ByteArrayOutputStream commands = new ByteArrayOutputStream();
        private List<Bulk> bulk = new ArrayList<>();
        private int offset;
        private @Nullable ByteBuffer destination;
        private ByteBuffer answer = ByteBuffer.allocate(0);

        Calls take() {
            Calls taken = new Calls(ByteBuffer.wrap(commands.toByteArray()).asReadOnlyBuffer(), bulk);
            commands = new ByteArrayOutputStream();
            bulk = new ArrayList<>();
            offset = 0;
            return taken;
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
                // A page reads where Java does, and asks for nothing else.
                boolean kept = opcode == Opcode.READ_PIXELS || (!opcode.hasResult() && !LEFT_OUT.contains(opcode));
                if (kept) {
                    keep(opcode, arguments, data);
                }
            }
        }

        private void keep(Opcode opcode, ByteBuffer arguments, ByteBuffer data) {
            ByteBuffer record = ByteBuffer.allocate(Protocol.RECORD_HEADER_BYTES + arguments.capacity())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(opcode.number())
                    .putInt(arguments.capacity());
            int type = opcode == Opcode.TEX_SUB_IMAGE_2D ? arguments.getInt(7 * Integer.BYTES) : 0;
            for (char letter : opcode.signature().split(">", 2)[0].toCharArray()) {
                int first = arguments.getInt();
                if (letter == 's' || letter == 'b') {
                    int bytes = arguments.getInt();
                    record.putInt(offset).putInt(bytes);
                    byte[] copy = new byte[bytes];
                    data.duplicate().get(data.position() + first, copy);
                    Kind kind = letter == 's'
                            ? Kind.TEXT
                            : type == FLOAT ? Kind.FLOATS : type == UNSIGNED_BYTE ? Kind.PIXELS : Kind.OTHER;
                    bulk.add(new Bulk(kind, ByteBuffer.wrap(copy).asReadOnlyBuffer()));
                    offset = Math.addExact(offset, bytes + 3 & ~3);
                } else {
                    record.putInt(first);
                    for (int i = 0; (letter == 'I' || letter == 'F') && i < first; i++) {
                        record.putInt(arguments.getInt());
                    }
                }
            }
            commands.writeBytes(record.array());
        }

        private void answer(Opcode opcode, ByteBuffer arguments) {
            answer = switch (opcode) {
                case CREATE_CONTEXT -> text(EXTENSIONS);
                case GET_STRING -> text("software recorder");
                case GET_SHADER_INFO_LOG, GET_PROGRAM_INFO_LOG -> text("");
                case GET_INTEGER -> number(LIMITS.getOrDefault(NAMES.getOrDefault(arguments.getInt(0), ""), 0));
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

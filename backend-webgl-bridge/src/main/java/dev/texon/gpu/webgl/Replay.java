package dev.texon.gpu.webgl;

import dev.texon.gpu.GpuUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends a dumped command stream to a fresh browser, through the same page, and compares the results. Usage: {@code java -cp …
 * dev.texon.gpu.webgl.Replay FILE [ADAPTER]}; exit status 0 if all results are equal, 1 if one differs.
 */
public final class Replay {
    private Replay() {}

    /** Replays the file that is named first, on the adapter that is named second or else on the recorded one. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("usage: Replay FILE [ADAPTER]");
            System.exit(2);
        }
        StreamDump.Content dump = StreamDump.read(Path.of(arguments[0]));
        List<ByteBuffer> results = replay(dump, arguments.length == 2 ? arguments[1] : dump.adapter());
        int different = 0;
        for (int i = 0; i < Math.max(results.size(), dump.results().size()); i++) {
            ByteBuffer recorded = i < dump.results().size() ? dump.results().get(i) : null;
            ByteBuffer replayed = i < results.size() ? results.get(i) : null;
            if (recorded == null || !recorded.equals(replayed)) {
                different++;
                System.out.println(
                        "result " + i + ": recorded " + describe(recorded) + ", replayed " + describe(replayed));
            }
        }
        System.out.println(dump.frames().size() + " frames, " + dump.results().size() + " results, " + different
                + " of them different");
        System.exit(different == 0 ? 0 : 1);
    }

    /** The results in the order in which they came back. */
    static List<ByteBuffer> replay(StreamDump.Content dump, String adapterId) {
        WebGlAdapter adapter = WebGlAdapter.byId(adapterId)
                .orElseThrow(() -> new GpuUnavailableException("No adapter is called '" + adapterId + "'."));
        Executables.Found found = Executables.find();
        if (found.path() == null) {
            throw new GpuUnavailableException(
                    "No browser replays the dump: " + found.reason() + "; " + found.hint() + ".");
        }
        List<ByteBuffer> results = new ArrayList<>();
        try (Bridge bridge = Bridge.open(found.path(), adapter.flags(), WebGlBackend.class, null)) {
            Connection connection = bridge.link();
            ByteBuffer empty = ByteBuffer.allocate(0);
            for (ByteBuffer frame : dump.frames()) {
                int waited = sequenceWithResult(frame);
                connection.expect(waited, null);
                connection.send(frame.duplicate(), empty);
                if (waited != 0) {
                    ByteBuffer result = connection.await();
                    results.add(result == null ? empty : result);
                }
            }
        }
        return results;
    }

    /** The sequence number of the frame's last call if that has a result, else 0: Java waits only at the end of a frame. */
    private static int sequenceWithResult(ByteBuffer bytes) {
        ByteBuffer frame = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int sequence = frame.getInt(4) - 1;
        int end = Protocol.FRAME_HEADER_BYTES + frame.getInt(8);
        Opcode opcode = null;
        for (int at = Protocol.FRAME_HEADER_BYTES;
                at < end;
                at += Protocol.RECORD_HEADER_BYTES + frame.getInt(at + 4)) {
            opcode = Opcode.byNumber(frame.getInt(at));
            sequence++;
        }
        return opcode != null && opcode.hasResult() ? sequence : 0;
    }

    private static String describe(@Nullable ByteBuffer result) {
        return result == null ? "nothing" : result.remaining() + " bytes with hash " + result.hashCode();
    }
}

package dev.texon.cli;

import dev.texon.gpu.UsageException;
import dev.texon.gpu.files.UserFiles;
import dev.texon.networks.Model;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Frames of a video as {@code ffmpeg -f rawvideo -pix_fmt rgba} gives them: rows from the top, four bytes a pixel, nothing between. */
final class RawFrames {
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4})[x×]([1-9][0-9]{0,4})");
    /** What a texture of a GPU of today holds. */
    private static final int LONGEST = 16384;

    private final int width;
    private final int height;
    /** The frame goes from here to the GPU. */
    private final ByteBuffer frame;

    private RawFrames(int width, int height) {
        this.width = width;
        this.height = height;
        frame = ByteBuffer.allocateDirect(4 * width * height).order(ByteOrder.nativeOrder());
    }

    /** @throws UsageException if it is no WIDTHxHEIGHT */
    static RawFrames of(String size) {
        Matcher matcher = SIZE.matcher(size);
        if (matcher.matches()) {
            int width = Integer.parseInt(matcher.group(1));
            int height = Integer.parseInt(matcher.group(2));
            if (width <= LONGEST && height <= LONGEST && 4L * width * height <= Integer.MAX_VALUE) {
                return new RawFrames(width, height);
            }
        }
        throw new UsageException(
                "--frames is '" + size + "'; take WIDTHxHEIGHT in pixels, for example 640x480, at most " + LONGEST
                        + " each and 2 GiB together.");
    }

    /**
     * Predicts frame after frame, to the end.
     *
     * @param source as a person names it
     * @throws IOException if it cannot be read, or ends within a frame
     */
    void predict(String source, boolean standardInput, Model model, PredictionWriter writer) throws IOException {
        try (InputStream in = standardInput ? System.in : UserFiles.open(Path.of(source));
                ReadableByteChannel channel = Channels.newChannel(in)) {
            for (int number = 1; read(channel, source, number); number++) {
                writer.write(source, number, model.predict(frame.flip(), width, height));
            }
        }
    }

    /** @return whether there is a further frame */
    private boolean read(ReadableByteChannel channel, String source, int number) throws IOException {
        frame.clear();
        while (frame.hasRemaining()) {
            if (channel.read(frame) < 0) {
                if (frame.position() == 0) {
                    return false;
                }
                throw new IOException(
                        "'" + source + "' ends in frame " + number + ", after " + frame.position() + " of "
                                + frame.capacity() + " bytes; give whole frames of " + width + "×" + height
                                + " pixels, 4 bytes each.");
            }
        }
        return true;
    }
}

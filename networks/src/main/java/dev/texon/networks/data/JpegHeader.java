package dev.texon.networks.data;

import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * What Java's readers of JPEG do not tell.
 *
 * @param ycck whether four components are YCbCr and K, and not CMYK (Adobe's segment, transform 2)
 * @param orientation of EXIF, 1 to 8; 1: as it lies in the file
 */
record JpegHeader(boolean ycck, int orientation) {
    static final JpegHeader NONE = new JpegHeader(false, 1);

    private static final int SOI = 0xffd8;
    /** "Adobe", two bytes of version, twice two of flags. */
    private static final int TRANSFORM_AT = 11;
    /** "Exif", 0, and a byte that fills up. */
    private static final int EXIF_MARK = 6;

    /** Leaves the stream at its begin. Segments that are damaged count as absent: they do not keep the image from being decoded. */
    static JpegHeader read(ImageInputStream in) throws IOException {
        in.seek(0);
        try {
            if (in.read() != SOI >> 8 || in.read() != (SOI & 0xff)) {
                return NONE;
            }
            in.seek(0);
            boolean ycck = false;
            int orientation = 1;
            for (JPEGSegment segment : JPEGSegmentUtil.readSegments(
                    in, Map.of(JPEG.APP14, List.of("Adobe"), JPEG.APP1, List.of("Exif")))) {
                if (segment.marker() == JPEG.APP14) {
                    try (InputStream data = segment.segmentData()) {
                        ycck = data.skip(TRANSFORM_AT) == TRANSFORM_AT && data.read() == 2;
                    }
                } else {
                    orientation = orientation(segment);
                }
            }
            return new JpegHeader(ycck, orientation);
        } catch (IOException | RuntimeException e) {
            return NONE;
        } finally {
            in.seek(0);
        }
    }

    private static int orientation(JPEGSegment segment) {
        try (InputStream data = segment.segmentData()) {
            data.skipNBytes(EXIF_MARK);
            Directory exif = new TIFFReader().read(new MemoryCacheImageInputStream(data));
            Entry entry = exif.getEntryById(TIFF.TAG_ORIENTATION);
            return entry != null
                            && entry.getValue() instanceof Number value
                            && value.intValue() >= 1
                            && value.intValue() <= 8
                    ? value.intValue()
                    : 1;
        } catch (IOException | RuntimeException e) {
            return 1;
        }
    }

    /** Whether rows of the file are columns of the image. */
    boolean turned() {
        return orientation >= 5;
    }
}

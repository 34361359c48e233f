package dev.texon.networks.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Types of the elements of IDX files, all big-endian. */
enum IdxType {
    UNSIGNED_BYTE(0x08, 1),
    BYTE(0x09, 1),
    SHORT(0x0b, 2),
    INT(0x0c, 4),
    FLOAT(0x0d, 4),
    DOUBLE(0x0e, 8);

    private final int code;
    /** In bytes. */
    final int size;

    IdxType(int code, int size) {
        this.code = code;
        this.size = size;
    }

    static IdxType of(Path file, int code) throws IOException {
        for (IdxType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IOException(String.format(
                "'%s' has elements of type 0x%02x, and IDX files have one of %s; get the file again.",
                file,
                code,
                Arrays.stream(values())
                        .map(type -> String.format("0x%02x", type.code))
                        .collect(Collectors.joining(", "))));
    }

    double value(ByteBuffer values, int index) {
        int at = index * size;
        return switch (this) {
            case UNSIGNED_BYTE -> values.get(at) & 0xff;
            case BYTE -> values.get(at);
            case SHORT -> values.getShort(at);
            case INT -> values.getInt(at);
            case FLOAT -> values.getFloat(at);
            case DOUBLE -> values.getDouble(at);
        };
    }
}

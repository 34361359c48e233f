package dev.texon.gpu;

/** The running numbers behind {@link Statistics}. */
final class Counters {
    private long passes;
    private long uploads;
    private long uploadedBytes;
    private long readbacks;
    private long readBytes;
    private int liveTextures;
    private long liveBytes;
    private long peakBytes;

    void drawn() {
        passes++;
    }

    void uploaded(long bytes) {
        uploads++;
        uploadedBytes += bytes;
    }

    void read(long bytes) {
        readbacks++;
        readBytes += bytes;
    }

    void created(long bytes) {
        liveTextures++;
        liveBytes += bytes;
        peakBytes = Math.max(peakBytes, liveBytes);
    }

    void freed(long bytes) {
        liveTextures--;
        liveBytes -= bytes;
    }

    /** Forgets what was done, keeps what lives. */
    void reset() {
        passes = 0;
        uploads = 0;
        uploadedBytes = 0;
        readbacks = 0;
        readBytes = 0;
        peakBytes = liveBytes;
    }

    Statistics snapshot(long pooledBytes) {
        return new Statistics(
                passes, uploads, uploadedBytes, readbacks, readBytes, liveTextures, liveBytes, peakBytes, pooledBytes);
    }
}

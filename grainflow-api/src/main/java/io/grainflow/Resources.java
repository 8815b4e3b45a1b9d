package io.grainflow;

/** Native memory, whose closing throws nothing checked here. */
final class Resources {
    private Resources() {}

    static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("native memory could not be freed", e);
        }
    }
}

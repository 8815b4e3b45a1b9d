package io.grainflow.cli;

import picocli.CommandLine.IVersionProvider;

/** Which Grainflow this is. */
final class Version implements IVersionProvider {
    static final String NUMBER = "0.1.0";

    @Override
    public String[] getVersion() {
        return new String[] {
            "grainflow " + NUMBER + " (Java " + Runtime.version().feature() + ", " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch") + ")"
        };
    }
}

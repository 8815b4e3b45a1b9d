package io.grainflow.cli.terminal;

import io.grainflow.model.Provenance;
import picocli.CommandLine.IVersionProvider;

/** The version of Grainflow. */
public final class Version implements IVersionProvider {
    public static final String NUMBER = Provenance.VERSION;

    @Override
    public String[] getVersion() {
        return new String[] {
            "grainflow " + NUMBER + " (Java " + Runtime.version().feature() + ", " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch") + ")"
        };
    }
}

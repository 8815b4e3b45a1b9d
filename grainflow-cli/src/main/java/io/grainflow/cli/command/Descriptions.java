package io.grainflow.cli.command;

import io.grainflow.job.file.Inspection;
import java.util.Locale;

/** Descriptions as text. */
final class Descriptions {
    private Descriptions() {}

    static String of(Inspection inspection) {
        StringBuilder text = new StringBuilder(inspection.what() + ": " + inspection.kind() + "\n");
        inspection.model().ifPresent(model -> describe(model, text));
        inspection.data().ifPresent(data -> describe(data, text));
        inspection.image().ifPresent(image -> describe(image, text));
        return text.toString();
    }

    private static void describe(Inspection.ImageFacts image, StringBuilder text) {
        text.append("  " + image.width() + "x" + image.height() + ", " + image.channels()
                + (image.channels() == 1 ? " channel, " : " channels, ") + image.samples()
                + image.capture().map(capture -> ", " + capture).orElse("") + "\n");
        image.sensor()
                .ifPresent(
                        sensor -> text.append("  sensor " + sensor.filter() + ", black " + sensor.black() + ", white "
                                + sensor.white()
                                + (sensor.noiseProfile().isEmpty() ? "" : ", noise profile " + sensor.noiseProfile())
                                + "\n"));
    }

    private static void describe(Inspection.ModelFacts model, StringBuilder text) {
        text.append("  specification: ").append(model.specification()).append('\n');
        text.append("  units: ").append(model.units()).append('\n');
        text.append("  parameters: ").append(model.parameters()).append('\n');
        text.append("  captures: ")
                .append(model.captures().isEmpty() ? "any" : String.join(", ", model.captures()))
                .append('\n');
        if (!model.lossDecibels().isEmpty()) {
            text.append("  dB lost by number format: ")
                    .append(model.lossDecibels())
                    .append('\n');
        }
        text.append("  provenance\n");
        model.provenance()
                .forEach((name, value) -> text.append("    ")
                        .append(name)
                        .append(": ")
                        .append(value)
                        .append('\n'));
    }

    private static void describe(Inspection.DataFacts data, StringBuilder text) {
        text.append("  " + data.pairs() + " pairs of " + data.scenes() + " scenes; the first is " + data.firstPair()
                + "\n  fingerprint " + data.fingerprint() + "\n");
        Table table = new Table("camera", "ISO", "pairs", "scenes");
        for (Inspection.CaptureFacts capture : data.captures()) {
            table.row(capture.camera(), capture.iso(), capture.pairs(), capture.scenes());
        }
        text.append(table.toString().indent(2));
        for (Inspection.PartFacts part : data.parts()) {
            text.append("  " + part.part() + ": " + part.pairs() + " pairs, scenes "
                    + (part.scenes().isEmpty() ? "none" : String.join(", ", part.scenes())) + "\n");
        }
    }

    /**
     * Gain and read noise of a sensor from variance = slope * x + offset.
     *
     * @param range digital numbers between black and white
     */
    static String sensor(double slope, double offset, double range) {
        return String.format(
                Locale.ROOT,
                "gain %.4g DN per DN of light (%.4g electrons per DN), read noise %.4g DN%n",
                slope * range,
                1 / (slope * range),
                Math.sqrt(Math.max(0, offset)) * range);
    }
}

package io.grainflow.cli.command;

import io.grainflow.cli.option.Candidates;
import io.grainflow.cli.option.MisuseException;
import io.grainflow.cli.option.ModelConverter;
import io.grainflow.cli.option.OptionParsers;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.terminal.Session;
import io.grainflow.export.ExportFormat;
import io.grainflow.export.PackageTerms;
import io.grainflow.export.Port;
import io.grainflow.job.file.ExportModel;
import io.grainflow.job.file.Exported;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes models for other programs. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Write a noise model or a denoiser for other programs.",
        footer = {
            "",
            "Formats:",
            "  onnx        one file with weights and computation for ONNX Runtime, OpenCV, MATLAB and others; batch, height and",
            "              width are open. A denoiser takes the noisy image. A noise model takes the clean image, random numbers",
            "              and the index of camera and ISO, and gives what grainflow synth gives for these numbers. The file's",
            "              metadata hold captures, units, and the number that must divide height and width.",
            "  bioimageio  a zip package (format 0.5) for deepImageJ, Fiji, bioimageio.core and others: the ONNX file of a",
            "              denoiser with its description, an example to test it with, its paper and a licence",
            "",
            "docs/export.md shows how to use the files from Python.",
            "",
            "Examples:",
            "  grainflow export --model dncnn.safetensors --to onnx --out dncnn.onnx",
            "  grainflow export --model naflow-polyu --to onnx --out naflow.onnx --json -",
            "  grainflow export --model dncnn-polyu --to bioimageio --author \"Ada Lovelace\" --license CC-BY-4.0 \\",
            "      --out dncnn.zip"
        })
final class ExportCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            required = true,
            converter = ModelConverter.class,
            description = "The model.")
    Path model;

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            required = true,
            completionCandidates = Candidates.Exports.class,
            description = "What to write: onnx or bioimageio.")
    String to;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "File to write.")
    Path out;

    @Option(
            names = "--author",
            paramLabel = "NAME",
            description = "Who publishes a bioimageio package; may be repeated. Default: " + PackageTerms.DEFAULT_AUTHOR
                    + ".")
    List<String> authors = new ArrayList<>();

    @Option(
            names = "--license",
            paramLabel = "SPDX",
            description = "What a bioimageio package is published under, such as CC-BY-4.0. Default: "
                    + PackageTerms.DEFAULT_LICENSE + ", as Grainflow itself.")
    @Nullable
    String license;

    @Mixin
    RunOptions options;

    ExportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ExportFormat format = OptionParsers.export(to);
        if (format == ExportFormat.ONNX && (license != null || !authors.isEmpty())) {
            throw new MisuseException("--author and --license belong to --to bioimageio");
        }
        ExportModel job = ExportModel.defaults()
                .model(model)
                .to(format)
                .out(out)
                .authors(authors)
                .existing(options.existing())
                .compute(options.compute());
        return session.run(license == null ? job : job.license(license), options.result(), ResultTexts::of);
    }

    static String describe(Exported exported) {
        StringBuilder text = new StringBuilder(exported.file() + ": " + exported.kind() + " as " + exported.format()
                + ", ONNX operators " + exported.opset() + "\n");
        exported.inputs().forEach(port -> text.append("  in   ").append(describe(port)));
        exported.outputs().forEach(port -> text.append("  out  ").append(describe(port)));
        if (exported.block() > 1) {
            text.append("  height and width: multiples of " + exported.block() + "\n");
        }
        List<String> captures = exported.captures();
        for (int i = 0; i < captures.size(); i++) {
            text.append("  capture " + i + ": " + captures.get(i) + "\n");
        }
        return text.toString();
    }

    private static String describe(Port port) {
        return port.name() + " " + port.type() + " [" + String.join(", ", port.shape()) + "]: " + port.meaning() + "\n";
    }
}

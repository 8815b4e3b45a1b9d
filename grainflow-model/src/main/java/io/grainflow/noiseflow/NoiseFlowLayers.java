package io.grainflow.noiseflow;

import io.grainflow.flow.InvertibleConvolution;
import io.grainflow.flow.Transform;
import io.grainflow.network.Mode;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.noiseflow.layer.CaptureGain;
import io.grainflow.noiseflow.layer.EdgeCoupling;
import io.grainflow.noiseflow.layer.GlobalGain;
import io.grainflow.noiseflow.layer.NoiseFlowScale;
import io.grainflow.noiseflow.layer.SignalScale;
import java.util.ArrayList;
import java.util.List;

/** The transforms and parameters for each word of Noise Flow's architecture string. */
final class NoiseFlowLayers {
    private NoiseFlowLayers() {}

    static List<ParameterSlot> slots(NoiseFlowSpec spec) {
        List<ParameterSlot> slots = new ArrayList<>();
        List<NoiseFlowSpec.Word> words = spec.words();
        for (int i = 0; i < words.size(); i++) {
            String name = "layers." + i;
            switch (words.get(i)) {
                case SDN5 ->
                    slots.addAll(SignalScale.slots(
                            name, spec.cameras().size(), spec.isos().size()));
                case GAIN4 -> slots.addAll(GlobalGain.slots(name));
                case CAMGAIN ->
                    slots.addAll(CaptureGain.slots(
                            name, spec.cameras().size(), spec.isos().size()));
                case SDN, SDN1, SDN2, SDN3, SDN4, SDN6, GAIN, GAIN1, GAIN2, GAIN3 ->
                    slots.addAll(NoiseFlowScale.slots(
                            NoiseFlowScale.Kind.valueOf(words.get(i).name()),
                            name,
                            spec.cameras().size(),
                            spec.isos().size()));
                case UNC, UNCBN -> {
                    slots.addAll(InvertibleConvolution.slots(name + ".conv", spec.channels()));
                    slots.addAll(EdgeCoupling.slots(
                            name + ".coupling",
                            spec.channels(),
                            spec.width(),
                            words.get(i) == NoiseFlowSpec.Word.UNCBN));
                }
            }
        }
        return List.copyOf(slots);
    }

    static List<Transform> layers(NoiseFlowSpec spec, Parameters parameters, Mode mode) {
        List<Transform> layers = new ArrayList<>();
        List<NoiseFlowSpec.Word> words = spec.words();
        for (int i = 0; i < words.size(); i++) {
            String name = "layers." + i;
            switch (words.get(i)) {
                case SDN5 -> layers.add(new SignalScale(name, parameters));
                case GAIN4 -> layers.add(new GlobalGain(name, parameters));
                case CAMGAIN -> layers.add(new CaptureGain(name, parameters));
                case SDN, SDN1, SDN2, SDN3, SDN4, SDN6, GAIN, GAIN1, GAIN2, GAIN3 ->
                    layers.add(new NoiseFlowScale(
                            NoiseFlowScale.Kind.valueOf(words.get(i).name()), name, parameters, spec.isos()));
                case UNC, UNCBN -> {
                    boolean torch = words.get(i) == NoiseFlowSpec.Word.UNCBN;
                    layers.add(new InvertibleConvolution(name + ".conv", parameters, 0, !torch));
                    layers.add(new EdgeCoupling(name + ".coupling", parameters, torch, mode));
                }
            }
        }
        return List.copyOf(layers);
    }
}

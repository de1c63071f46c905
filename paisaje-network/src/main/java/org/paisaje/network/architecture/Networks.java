package org.paisaje.network.architecture;

import java.nio.file.Path;
import java.util.List;
import org.paisaje.network.NetworkKind;
import org.paisaje.network.onnx.OnnxGraph;
import org.paisaje.registry.Entry;
import org.paisaje.registry.Registry;

/** The kinds of architectures that have a name. */
public final class Networks {
    public static final Registry<NetworkKind> REGISTRY = Registry.of(NetworkKind.class, "network", List.of(
            entry("mlp:SIZES:ACTIVATION:bias=,param=,sw=,sb=",
                    "dense layers, sizes from the inputs to the outputs; param is standard, ntk, mean-field, mup or "
                            + "mup-adam",
                    text -> new ArchitectureSyntax(text).mlp())
                    .examples("mlp:64-32-10:relu", "mlp:2-16-1:tanh:bias=false",
                            "mlp:2-64-1:erf:param=ntk,sw=1.4,sb=0.1"),
            entry("linear:SIZES:bias=,param=,sw=,sb=", "dense layers without activation",
                    text -> new ArchitectureSyntax(text).linear()).examples("linear:5-4-3", "linear:4-1:bias=true"),
            entry("resnet:INPUTS-WIDTHxBLOCKS-OUTPUTS:ACTIVATION:step=,block=,hidden=,scheme=,bias=,param=",
                    "Y + step s(A Y + b) again and again; block is one, projected or two matrices, hidden their width; "
                            + "scheme is euler, midpoint, leapfrog, second-difference or rk4",
                    text -> new ArchitectureSyntax(text).residual())
                    .examples("resnet:2-8x3-1:tanh", "resnet:2x5:tanh:step=0.1",
                            "resnet:2-8x3-1:relu:block=two,hidden=16", "resnet:2-6x3-1:tanh:scheme=rk4,step=0.5"),
            entry("conv:HEIGHTxWIDTHxCOLOURS-CHANNELS-OUTPUTS:ACTIVATION:filter=,stride=,padding=,readout=,bias=,param=",
                    "convolutions, then a dense readout of all pixels (readout=flatten) or their mean (average)",
                    text -> new ArchitectureSyntax(text).convolutional())
                    .examples("conv:8x8x1-4-10:relu", "conv:8x8x1-4-4-10:tanh:filter=3,readout=average"),
            entry("chain:HEIGHTxWIDTHxCHANNELS:STEPS",
                    "steps joined by commas: conv32k3s1p1, dense10, max2, avg2, mean, bn, ln or an activation; an n "
                            + "behind a layer leaves its bias out",
                    Chain::read).examples("chain:8x8x1:conv4k3p1,relu,max2,dense10"),
            entry("onnx:FILE", "the network of an ONNX file, with its weights",
                    text -> OnnxGraph.headed(file(text.substring("onnx:".length())))).examples("onnx:model.onnx")));

    private Networks() {}

    private static Path file(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "network \"onnx:\": the file is missing; write onnx:FILE, as onnx:model.onnx");
        }
        return Path.of(name);
    }

    private static Entry<NetworkKind> entry(String form, String description, NetworkKind kind) {
        return Entry.of(NetworkKind.class, form, description, options -> kind);
    }
}

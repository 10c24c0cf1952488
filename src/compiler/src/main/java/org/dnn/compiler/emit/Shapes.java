package org.dnn.compiler.emit;

import com.palantir.javapoet.FieldSpec;
import javax.lang.model.element.Modifier;
import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ir.Convolution;
import org.dnn.compiler.ir.Window;

/** The sizes of convolutions and windows as constants of a class. */
final class Shapes {
    private Shapes() {}

    static FieldSpec field(Object shape, String name) {
        return switch (shape) {
            case Convolution c -> FieldSpec
                    .builder(RuntimeSymbols.CONVOLUTION_SHAPE, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                    .initializer("new $T($L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L)",
                            RuntimeSymbols.CONVOLUTION_SHAPE, c.channels(), c.height(), c.width(), c.filters(),
                            c.kernelHeight(), c.kernelWidth(), c.strideY(), c.strideX(), c.paddingY(), c.paddingX(),
                            c.dilationY(), c.dilationX(), c.groups())
                    .build();
            case Window w -> FieldSpec
                    .builder(RuntimeSymbols.WINDOW_SHAPE, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                    .initializer("new $T($L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L)", RuntimeSymbols.WINDOW_SHAPE,
                            w.channels(), w.height(), w.width(), w.kernelHeight(), w.kernelWidth(), w.strideY(),
                            w.strideX(), w.paddingY(), w.paddingX(), w.dilationY(), w.dilationX(), w.ceilMode())
                    .build();
            default -> throw new CompilerBug("emit", "no shape: " + shape);
        };
    }
}

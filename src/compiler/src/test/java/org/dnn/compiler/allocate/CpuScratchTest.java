package org.dnn.compiler.allocate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dnn.compiler.ir.Convolution;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Kernel.ConvolutionKind;
import org.dnn.compiler.kernel.Kernel.Matrix;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.source.Span;
import org.dnn.runtime.cpu.ConvolutionShape;
import org.dnn.runtime.cpu.Forms;
import org.dnn.runtime.cpu.PlainProducts;
import org.dnn.runtime.cpu.Products;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The compiler reserves as much scratch as the runtime says that it wants, and the runtime uses no more. */
class CpuScratchTest {
    private static final Origin HERE = Origin.of(new Span(new SourceFile("net.dnn", "x"), 0, 1));
    private static final int GUARD = 4096;
    private static final float UNTOUCHED = -12345.5f;

    private static Kernel.Product product(int rows, int columns, int depth, boolean transposedA, boolean transposed) {
        Matrix a = transposedA ? new Matrix(1, rows) : new Matrix(depth, 1);
        Matrix b = transposed ? new Matrix(1, depth) : new Matrix(columns, 1);
        return new Kernel.Product("product", List.of(), a, b, rows, columns, depth, HERE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 13, 31, 100, 127, 128, 129, 1000, 1024, 1025})
    void productsReserveWhatTheyWant(int depth) {
        for (int columns : new int[]{1, 7, 16, 257}) {
            for (boolean transposed : new boolean[]{false, true}) {
                reservesWhatItWants(product(5, columns, depth, false, transposed));
                reservesWhatItWants(product(5, columns, depth, true, transposed));
            }
        }
        reservesWhatItWants(product(40, 7, depth, true, false));
        reservesWhatItWants(product(400, 7, depth, true, true));
    }

    private static void reservesWhatItWants(Kernel.Product product) {
        int reserved = (int) CpuScratch.product(product);
        assertEquals(Products.multiplyScratch(product.rows(), product.columns(), product.depth(),
                (int) product.a().columnStride(), (int) product.b().columnStride()), reserved);
        for (Products products : List.of(new PlainProducts(), Forms.products())) {
            multiply(products, product, reserved);
        }
    }

    /** How many rows a batch has is not known, and does not matter from 1024 on. */
    @Test
    void aProductOverRowsReservesTheMost() {
        assertEquals(Products.multiplyScratch(5, 7, 100_000, 1, 1),
                CpuScratch.product(product(5, 7, TensorType.ROWS, false, false)));
        Kernel.Product transposed = new Kernel.Product("product", List.of(), new Matrix(1, 5), new Matrix(1, 7), 5, 7,
                TensorType.ROWS, HERE);
        assertEquals(Products.multiplyScratch(5, 7, 100_000, 5, 7), CpuScratch.product(transposed));
    }

    private static void multiply(Products products, Kernel.Product product, int reserved) {
        int b = product.rows() * product.depth();
        int c = b + product.depth() * product.columns();
        int scratch = c + product.rows() * product.columns();
        float[] memory = memory(scratch, reserved);
        Matrix a = product.a();
        Matrix other = product.b();
        products.multiply(memory, 0, (int) a.rowStride(), (int) a.columnStride(), b, (int) other.rowStride(),
                (int) other.columnStride(), c, product.columns(), product.rows(), product.columns(), product.depth(),
                false, scratch);
        assertGuarded(memory, product.toString());
    }

    static Stream<Convolution> convolutions() {
        Random random = new Random(3);
        return IntStream.range(0, 60).mapToObj(_ -> {
            int groups = 1 + random.nextInt(2);
            int kernelY = 1 + random.nextInt(3);
            int kernelX = 1 + random.nextInt(4);
            return new Convolution(groups * (1 + random.nextInt(40)), 5 + random.nextInt(9), 7 + random.nextInt(9),
                    groups * (1 + random.nextInt(80)), kernelY, kernelX, 1 + random.nextInt(3), 1 + random.nextInt(3),
                    random.nextInt(2), random.nextInt(3), 1 + random.nextInt(2), 1 + random.nextInt(2), groups);
        });
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void convolutionsReserveWhatTheyWant(Convolution c) {
        ConvolutionShape shape = new ConvolutionShape(c.channels(), c.height(), c.width(), c.filters(),
                c.kernelHeight(), c.kernelWidth(), c.strideY(), c.strideX(), c.paddingY(), c.paddingX(), c.dilationY(),
                c.dilationX(), c.groups());
        assertEquals(shape.forwardScratch(), reserved(c, ConvolutionKind.FORWARD));
        assertEquals(shape.inputGradientScratch(), reserved(c, ConvolutionKind.INPUT_GRADIENT));
        assertEquals(shape.weightGradientScratch(), reserved(c, ConvolutionKind.WEIGHT_GRADIENT));
        int images = 17;
        int x = images * c.channels() * c.height() * c.width();
        int w = c.filters() * c.channels() / c.groups() * c.kernelHeight() * c.kernelWidth();
        int y = images * c.filters() * c.outputHeight() * c.outputWidth();
        for (Products products : List.of(new PlainProducts(), Forms.products())) {
            float[] memory = memory(x + w + y, shape.forwardScratch());
            products.convolve(memory, 0, x, x + w, shape, 0, images, x + w + y);
            assertGuarded(memory, "forward");
            memory = memory(x + w + y, shape.inputGradientScratch());
            products.convolveInputGradient(memory, x + w, x, 0, shape, 0, images, x + w + y);
            assertGuarded(memory, "input gradient");
            memory = memory(x + w + y, shape.weightGradientScratch());
            products.convolveWeightGradient(memory, 0, x + w, x, shape, 0, images, 0, c.filters(),
                    x + w + y);
            assertGuarded(memory, "weight gradient");
        }
    }

    private static long reserved(Convolution convolution, ConvolutionKind kind) {
        return CpuScratch.convolution(new Kernel.Convolve("convolve", kind, List.of(), convolution, 1, HERE));
    }

    /** Operands, scratch, and what nobody may touch. */
    private static float[] memory(int operands, int scratch) {
        float[] memory = new float[operands + scratch + GUARD];
        Arrays.fill(memory, 0, operands, 0.5f);
        Arrays.fill(memory, operands + scratch, memory.length, UNTOUCHED);
        return memory;
    }

    private static void assertGuarded(float[] memory, String what) {
        for (int i = memory.length - GUARD; i < memory.length; i++) {
            assertEquals(UNTOUCHED, memory[i], what);
        }
    }
}

package org.dnn.compiler.lower;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.Value;

/**
 * What a layer's formula is written with.
 *
 * @param type   the type of the result
 * @param path   the layer's path, for its random numbers
 * @param update says what a weight that is not trained becomes
 */
record LayerContext(GraphBuilder b, Arguments arguments, List<Value> operands, Map<String, Value> weights,
        TensorType type, boolean training, String path, BiConsumer<String, Value> update) {
    Value x() {
        return operands.getFirst();
    }

    Value weight(String name) {
        Value weight = weights.get(name);
        if (weight == null) {
            throw new CompilerBug("lower", "no weight " + name + " in " + path);
        }
        return weight;
    }

    boolean has(String weight) {
        return weights.containsKey(weight);
    }
}

package org.dnn.compiler.ast;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.source.Span;

/** What stands at the top of a file. Documentation is the text of the {@code ///} lines above it, or "". */
public sealed interface Declaration
        permits Setting, Declaration.Param, Declaration.Data, Declaration.Network, Declaration.Train,
        Declaration.Export {
    Span span();

    /** {@code param width: int = 16}: a constant that can be given from outside. */
    record Param(String documentation, Name name, TypeExpression type, Expression value, Span span)
            implements
                Declaration {}

    /** {@code data Cube { … }}. */
    record Data(String documentation, Name name, List<DataItem> items, Span span) implements Declaration {
        public Data {
            items = List.copyOf(items);
        }
    }

    /**
     * {@code model} and {@code block}.
     *
     * @param model      whether it is a model, which data are fed to and which is saved; else a block that models call
     * @param resultName {@code y} in {@code -> y: [3]}; a block's result may have none
     * @param result     the type of the result; absent where the arrow is missing
     */
    record Network(String documentation, boolean model, Name name, List<Parameter> parameters,
            Optional<Name> resultName, Optional<TypeExpression> result, Body body, Span span) implements Declaration {
        public Network {
            parameters = List.copyOf(parameters);
        }
    }

    /** One parameter in the header of a model or block: a tensor, or a hyper-parameter with its default. */
    record Parameter(Name name, TypeExpression type, Optional<Expression> value, Span span) {}

    /** Named values, then the result. */
    record Body(List<Assignment> assignments, Expression result, Span span) {
        public Body {
            assignments = List.copyOf(assignments);
        }
    }

    /** {@code body = x -> Linear(5)}. */
    record Assignment(Name name, Expression value, Span span) {}

    /** {@code train CubeAdam { … }}. */
    record Train(String documentation, Name name, List<Setting> settings, Span span) implements Declaration {
        public Train {
            settings = List.copyOf(settings);
        }
    }

    /** {@code export Cifar10ResNet { weights: "resnet.safetensors" }}. */
    record Export(Name train, List<Setting> settings, Span span) implements Declaration {
        public Export {
            settings = List.copyOf(settings);
        }
    }
}

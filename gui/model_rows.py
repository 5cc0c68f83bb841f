"""The model as the engine describes it, turned into the rows of its tree."""

from collections import defaultdict
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from engine.thread.network_events import ModuleDescription, ParameterDescription
from gui.parameter_name import shape_text
from gui.widgets.module_rows import TreeRow


def model_rows(
    modules: Iterable[ModuleDescription],
    parameters: Iterable[ParameterDescription],
    buffers: Iterable[ParameterDescription] = (),
) -> TreeRow | None:
    """Rows with their children, from modules in the order of `named_modules()`, each with its depth.

    The tensors that lie in a module itself come before the modules in it, its buffers last.
    """
    known = {parameter.name: parameter for parameter in parameters}
    own: dict[str, list[ParameterDescription]] = defaultdict(list)
    path: list[TreeRow] = []
    still = {buffer.name for buffer in buffers}
    for parameter in (*known.values(), *buffers):
        own[parameter.name.rpartition(".")[0]].append(parameter)
    for module in modules:
        del path[module.depth :]
        inside = [known[name] for name in module.parameters if name in known]
        row = _module_row(module, inside, path[-1] if path else None)
        row.children += [_tensor_row(each, row, each.name in still) for each in own[module.name]]
        if row.parent is not None:
            row.parent.children.append(row)
        path.append(row)
    return path[0] if path else None


def _module_row(
    module: ModuleDescription, inside: list[ParameterDescription], parent: TreeRow | None
) -> TreeRow:
    kinds = {parameter.dtype for parameter in inside}
    return TreeRow(
        path=module.name,
        name=module.name.rpartition(".")[2],
        kind=module.kind,
        detail=module.detail,
        shape=shape_text(module.output_shape) if module.output_shape else "",
        count=module.count,
        parameters=module.parameters,
        parent=parent,
        dtype=kinds.pop() if len(kinds) == 1 else "",
        size=sum(parameter.size for parameter in inside) if all(each.size for each in inside) else 0,
    )


def _tensor_row(parameter: ParameterDescription, parent: TreeRow, is_buffer: bool) -> TreeRow:
    return TreeRow(
        path=parameter.name,
        name=parameter.name.rpartition(".")[2],
        kind=QCoreApplication.translate("Model", "buffer") if is_buffer else "",
        shape=shape_text(parameter.shape),
        count=parameter.count,
        parameters=(parameter.name,),
        parent=parent,
        dtype=parameter.dtype,
        size=parameter.size,
        is_tensor=True,
        is_buffer=is_buffer,
    )

"""The one exception that the engine raises on purpose: a kind, its fields, and an English sentence."""

from enum import StrEnum


class Kind(StrEnum):
    """What went wrong; the value is the English sentence, with the names of its fields in braces.

    Each sentence says what it is about, why it cannot be done and what would help. The window translates
    the sentence and fills in the same fields.
    """

    FILE_MISSING = "{file} does not exist: check the name and the folder."
    FILE_IS_FOLDER = "{file} is a folder: choose a file inside it."
    FILE_IS_DEVICE = "{file} is a pipe or a device: choose an ordinary file."
    FILE_EMPTY = "{file} is empty: it may not have been copied whole, so fetch it again."
    FILE_UNREADABLE = "{file} cannot be read ({reason}): check its permissions and the disk."
    FILE_UNWRITABLE = "{file} cannot be written ({reason}): choose another folder or free some space."
    FILE_UNKNOWN = (
        "{file} is of no kind that Netglass opens: "
        "choose a picture, drawings (.jsonl) or weights (.safetensors, .pt, .npz, .onnx)."
    )
    PICTURE_UNREADABLE = (
        "{file} is not a picture that can be read ({reason}): "
        "choose a whole PNG, JPEG, GIF, BMP, TIFF or WebP file."
    )
    PICTURE_TOO_LARGE = "{file} has {pixels} pixels: make it smaller than {limit} pixels first."
    DRAWINGS_INVALID = (
        "{file}, line {line}, is not a drawing ({reason}): each line needs label, canvas and strokes."
    )
    DRAWINGS_NONE = "{file} has no drawing in it: it needs a line of JSON a drawing."
    WEIGHTS_UNREADABLE = (
        "{file} does not hold weights that can be read ({reason}): "
        "choose a whole .safetensors, .pt, .npz or .onnx file of tensors."
    )
    WEIGHTS_BARE = "{file} makes no network that runs ({reason}): use weights of one that does first."
    WEIGHTS_CHANGED = "{file} was changed by another program since it was opened: open it again."
    EDIT_TRAINING = "{parameter} cannot be edited while a run trains it: stop the run first."
    EDIT_VALUE = "{value} cannot be written into {parameter}: use a number that is finite and not too large."
    EDIT_MEMORY = (
        "{parameter} takes {bytes} bytes, too many to be copied for an edit: close other programs first."
    )
    EDIT_LAYOUT = (
        "{parameter} is sparse or quantised, and has no cells to edit: save it as a dense tensor first."
    )
    TENSOR_TOO_LARGE = "{parameter} would take {bytes} bytes once it is spread out: look at a smaller one."
    WEIGHTS_UNSAFE = (
        "{file} holds Python code or objects, not only tensors, so it was not opened: "
        "save its state_dict() and open that."
    )
    WEIGHTS_SHAPE = (
        "{file} does not fit here ({reason}): open a multilayer perceptron, such as 784-512-512-10."
    )
    WEIGHTS_ENDING = "{file} has an ending that weights cannot be saved under: use {endings}."
    EXPORT_TOO_LARGE = "The network is too large for {file}: choose a file that ends in {endings}."
    EXPORT_BARE = "{file} needs a network that runs ({reason}): choose a .safetensors, .pt or .npz file."
    DEVICE_UNAVAILABLE = "The device {device} is not to be had here ({reason}): choose one of {devices}."
    DATA_MISSING = (
        "{folder} has no {wanted} in it: name a folder that holds {place}, or a .jsonl file of drawings."
    )
    DATA_SEVERAL = "{folder} holds several data sets ({names}): name one of them, like {example}."
    DOWNLOAD_FAILED = (
        "{data_set} cannot be fetched ({reason}): check the connection and try again, "
        "or copy its files to {folder}."
    )
    DOWNLOAD_DAMAGED = "{data_set} did not arrive whole ({file} has another checksum): fetch it again."
    LABEL_INVALID = "{label} is no class of the network: choose one from 0 to {last}."
    DATA_DAMAGED = "{file} is not whole ({reason}): fetch it again."
    DATA_EMPTY = (
        "{file} has no labelled drawing in it: draw some and press their keys, 0 to 9, or choose another."
    )
    DATA_LABELS = (
        "{file} has the label {label}, and the last class of the network is {last}: "
        "use weights of more classes, or other data."
    )
    RECIPE_UNKNOWN = "There is no recipe {recipe}: choose one of {recipes}."
    TRAINING_UNFIT = "This network cannot be trained here ({reason}): build or open another."
    TRAINING_DIVERGED = (
        "Training was stopped at step {step}: {layer} would have had numbers that are not finite. "
        "Go back to an earlier one, or lower the learning rate."
    )
    RUN_NEWER = "{folder} was written by a newer Netglass (format {format}): update this one to open it."
    RUN_DAMAGED = "{folder} is no whole run ({reason}): choose another folder."
    RUN_NONE = "No run has kept steps to compare with: train, or open a run, first."
    RUN_STEP_MISSING = "{folder} does not hold step {step}: choose one of those that are kept."
    RUN_OTHER = "{folder} holds another run ({reason}): name another folder, or ask for the same again."
    RUN_BUSY = "{folder} is being trained by another program: wait until that has ended."
    RUN_NAME = "{name} cannot be the name of a run ({reason}): choose another."
    ARCHITECTURE_INVALID = (
        "{value} is no architecture ({reason}): name the hidden layers' sizes like 512,512."
    )
    EXPRESSION_INVALID = (
        "{expression} cannot be computed ({reason}): change it, or choose another expression."
    )
    LESSON_MISSING = "There is no lesson {lesson}: choose one from the list."
    PARAMETER_UNKNOWN = "The network has no parameter {parameter}: choose one from the model tree."


class NetglassError(Exception):
    """What was asked cannot be done; `str()` is a sentence that a person can act on.

    `fields` are the words that fill the sentence; every name in braces of `kind` must be given.
    """

    def __init__(self, kind: Kind, **fields: str | int) -> None:
        self.kind = kind
        self.fields: dict[str, str | int] = fields
        super().__init__(kind.value.format(**fields))

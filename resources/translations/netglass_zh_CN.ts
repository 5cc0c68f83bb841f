<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ActivationQuestion</name>
    <message>
        <source>Activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>{file} does not say which activation stands between its layers: ReLU is a guess.</source>
        <translation>{file} 没有说明各层之间用哪种激活函数：ReLU 是猜测。</translation>
    </message>
</context>
<context>
    <name>ArchitectureActions</name>
    <message>
        <source>Activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>Back to the network {layers}</source>
        <translation>回到网络 {layers}</translation>
    </message>
    <message>
        <source>Change the layers …</source>
        <translation>更改各层…</translation>
    </message>
    <message>
        <source>New network …</source>
        <translation>新建网络…</translation>
    </message>
    <message>
        <source>On to the network {layers}</source>
        <translation>前往网络 {layers}</translation>
    </message>
    <message>
        <source>Redo the new network</source>
        <translation>重做新网络</translation>
    </message>
    <message>
        <source>Undo the new network</source>
        <translation>撤销新网络</translation>
    </message>
</context>
<context>
    <name>ArchitectureDialog</name>
    <message>
        <source>Activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>Batch normalisation</source>
        <translation>批归一化</translation>
    </message>
    <message>
        <source>Build</source>
        <translation>建立</translation>
    </message>
    <message>
        <source>Change the layers</source>
        <translation>更改各层</translation>
    </message>
    <message>
        <source>Copy the source</source>
        <translation>复制源代码</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>First weights</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>Hidden layers</source>
        <translation>隐藏层</translation>
    </message>
    <message>
        <source>How the first weights are drawn: as nn.Linear does, or after He or Xavier</source>
        <translation>初始权重的抽取方式：如 nn.Linear，或 He、Xavier 方法</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Keep the weights of layers whose shape stays</source>
        <translation>保留形状不变的层的权重</translation>
    </message>
    <message>
        <source>New network</source>
        <translation>新建网络</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>The units of each hidden layer, from input to output, as 512, 512</source>
        <translation>每个隐藏层的单元数，从输入到输出，例如 512, 512</translation>
    </message>
    <message>
        <source>before the activation</source>
        <translation>激活函数之前</translation>
    </message>
    <message>
        <source>behind the activation</source>
        <translation>激活函数之后</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>none: from the inputs to the outputs at once</source>
        <translation>无：从输入直接到输出</translation>
    </message>
    <message>
        <source>{layers}: {count} parameters</source>
        <translation>{layers}：{count} 个参数</translation>
    </message>
</context>
<context>
    <name>BackwardPanel</name>
    <message>
        <source>Add to what is in .grad, as PyTorch does; off: replace it</source>
        <translation>累加到 .grad 已有的值上，与 PyTorch 相同；关闭时则替换原值</translation>
    </message>
    <message>
        <source>Compute it again, from the same leaves</source>
        <translation>从同样的叶子节点重新计算一遍</translation>
    </message>
    <message>
        <source>Compute without recording anything</source>
        <translation>计算时不记录任何操作</translation>
    </message>
    <message>
        <source>Cut the graph off in the middle</source>
        <translation>从中间截断计算图</translation>
    </message>
    <message>
        <source>Forget the gradients of all leaves</source>
        <translation>清空所有叶子节点的梯度</translation>
    </message>
    <message>
        <source>Keep what the operations saved, so that the graph can be walked again</source>
        <translation>保留各操作保存的内容，以便再次沿图反向传播</translation>
    </message>
    <message>
        <source>One step of the walk back less</source>
        <translation>反向传播退回一步</translation>
    </message>
    <message>
        <source>The next node of the walk back</source>
        <translation>反向传播的下一个节点</translation>
    </message>
    <message>
        <source>Walk back at once</source>
        <translation>一次走完反向传播</translation>
    </message>
    <message>
        <source>Walk back node by node, or pause</source>
        <translation>逐个节点反向传播，或暂停</translation>
    </message>
    <message>
        <source>accumulate in .grad</source>
        <translation>累加到 .grad</translation>
    </message>
    <message>
        <source>forward {tracked}, {kept} kept · {untracked} under no_grad</source>
        <translation>前向 {tracked}，保留 {kept} · no_grad 下 {untracked}</translation>
    </message>
    <message>
        <source>step ▸</source>
        <translation>前进 ▸</translation>
    </message>
    <message>
        <source>▶ play</source>
        <translation>▶ 播放</translation>
    </message>
    <message>
        <source>◂ back</source>
        <translation>◂ 后退</translation>
    </message>
    <message>
        <source>❚❚ pause</source>
        <translation>❚❚ 暂停</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>Draw with the pointer, or move with the arrow keys and hold Space to draw</source>
        <translation>用指针绘制，或用方向键移动并按住空格键绘制</translation>
    </message>
</context>
<context>
    <name>CellEdits</name>
    <message>
        <source>noise of {value}</source>
        <translation>加入标准差 {value} 的噪声</translation>
    </message>
    <message>
        <source>scaled by {value}</source>
        <translation>乘以 {value}</translation>
    </message>
    <message>
        <source>set to {value}</source>
        <translation>设为 {value}</translation>
    </message>
</context>
<context>
    <name>CellGrid</name>
    <message>
        <source>the strongest of {first} to {last}</source>
        <translation>{first} 到 {last} 中最强的一个</translation>
    </message>
    <message>
        <source>unit {unit}: {value}</source>
        <translation>神经元 {unit}：{value}</translation>
    </message>
    <message>
        <source>{active} of {units} active</source>
        <translation>{active} / {units} 个激活</translation>
    </message>
</context>
<context>
    <name>ChapterBar</name>
    <message>
        <source>lesson {number} of {all}</source>
        <translation>第 {number} 课，共 {all} 课</translation>
    </message>
</context>
<context>
    <name>ClassCircles</name>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>class {label}</source>
        <translation>类别 {label}</translation>
    </message>
    <message>
        <source>class {label}: logit {logit}, probability {probability}</source>
        <translation>类别 {label}：logit {logit}，概率 {probability}</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Copy the code</source>
        <translation>复制代码</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Run this code in the engine (Ctrl+Return runs the next step)</source>
        <translation>在引擎中运行这段代码（Ctrl+回车运行下一步）</translation>
    </message>
    <message>
        <source>Run: {line}</source>
        <translation>运行：{line}</translation>
    </message>
</context>
<context>
    <name>ComparedTensor</name>
    <message>
        <source>Each row as an image, in both models and their difference</source>
        <translation>每一行作为图像：两个模型中的样子及其差异</translation>
    </message>
    <message>
        <source>Heatmaps</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Receptive fields</source>
        <translation>感受野</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>差异</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>, {count} without a partner</source>
        <translation>，{count} 个没有对应</translation>
    </message>
    <message>
        <source>comparing, {done} of {count}</source>
        <translation>比较中，{done} / {count}</translation>
    </message>
    <message>
        <source>no difference: all {count} numbers are equal</source>
        <translation>没有差异：全部 {count} 个数都相等</translation>
    </message>
    <message>
        <source>no tensor in common</source>
        <translation>没有共同的张量</translation>
    </message>
    <message>
        <source>not compared</source>
        <translation>未比较</translation>
    </message>
    <message>
        <source>only in the open model</source>
        <translation>仅在打开的模型中</translation>
    </message>
    <message>
        <source>only in {other}</source>
        <translation>仅在 {other} 中</translation>
    </message>
    <message>
        <source>relative change {relative}, cosine {cosine}, largest {largest}, norm {norm}</source>
        <translation>相对变化 {relative}，余弦 {cosine}，最大 {largest}，范数 {norm}</translation>
    </message>
    <message>
        <source>there: {name}</source>
        <translation>对方名称：{name}</translation>
    </message>
    <message>
        <source>{changed} of {count} numbers differ</source>
        <translation>{count} 个数中有 {changed} 个不同</translation>
    </message>
    <message>
        <source>{changed} of {count} tensors differ</source>
        <translation>{count} 个张量中有 {changed} 个不同</translation>
    </message>
    <message>
        <source>{count} NaN or ∞</source>
        <translation>{count} 个 NaN 或 ∞</translation>
    </message>
    <message>
        <source>{count} numbers that are NaN or infinite are left out</source>
        <translation>未计入 {count} 个 NaN 或无穷大的数</translation>
    </message>
    <message>
        <source>{shape} there</source>
        <translation>对方为 {shape}</translation>
    </message>
    <message>
        <source>{weights}, as it was</source>
        <translation>{weights}（当时）</translation>
    </message>
</context>
<context>
    <name>ComparisonActions</name>
    <message>
        <source>A file …</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>A kept step</source>
        <translation>保留的步</translation>
    </message>
    <message>
        <source>As it is now</source>
        <translation>当前状态</translation>
    </message>
    <message>
        <source>Compare no more</source>
        <translation>停止比较</translation>
    </message>
    <message>
        <source>Compare with a copy of the model as it is now, then edit it, train it, or open another (K)</source>
        <translation>与模型当前状态的副本比较，之后可以编辑、训练或打开另一个模型 (K)</translation>
    </message>
    <message>
        <source>Compare with any step that was kept of the run in the window (Ctrl+Shift+K)</source>
        <translation>与窗口中这次训练保留的任意一步比较 (Ctrl+Shift+K)</translation>
    </message>
    <message>
        <source>Compare with the weights in a file; one can also be dropped here (Ctrl+K)</source>
        <translation>与文件中的权重比较；也可以把文件拖放到这里 (Ctrl+K)</translation>
    </message>
    <message>
        <source>Compare with the weights that it began with: its run&apos;s, else those of its seed (Shift+K)</source>
        <translation>与它最初的权重比较：所属训练的初始权重，否则由其种子生成 (Shift+K)</translation>
    </message>
    <message>
        <source>Initial weights</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>There is no run in the window: train, or open one, to compare with its steps</source>
        <translation>窗口中没有训练：先训练或打开一次训练，才能与它的各步比较</translation>
    </message>
    <message>
        <source>What is open is no network that runs: it has no first weights</source>
        <translation>打开的不是可运行的网络：它没有初始权重</translation>
    </message>
</context>
<context>
    <name>ComparisonPanel</name>
    <message>
        <source>Compare the open model with another: what changed the most, where, and how both read the drawing. A file of weights can be dropped here.</source>
        <translation>将打开的模型与另一个比较：哪些变化最大、在哪里，以及两者如何读取画布上的字。可以把权重文件拖放到这里。</translation>
    </message>
    <message>
        <source>No tensor has the same name and shape in both models.</source>
        <translation>两个模型中没有名称和形状都相同的张量。</translation>
    </message>
</context>
<context>
    <name>ConfusionMatrix</name>
    <message>
        <source>What was read for each label</source>
        <translation>每个标签被读成了什么</translation>
    </message>
    <message>
        <source>label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>read as</source>
        <translation>读作</translation>
    </message>
    <message>
        <source>{label} read as {predicted}: {count} of {total}</source>
        <translation>{label} 读作 {predicted}：{total} 个中有 {count} 个</translation>
    </message>
    <message>
        <source>{label}: {share} are right</source>
        <translation>{label}：{share} 正确</translation>
    </message>
</context>
<context>
    <name>CurvesPanel</name>
    <message>
        <source>Go on with {name}, step {step}</source>
        <translation>继续 {name}，第 {step} 步</translation>
    </message>
    <message>
        <source>Save as CSV …</source>
        <translation>另存为 CSV…</translation>
    </message>
    <message>
        <source>Save as PNG …</source>
        <translation>另存为 PNG…</translation>
    </message>
    <message>
        <source>Save as SVG …</source>
        <translation>另存为 SVG…</translation>
    </message>
    <message>
        <source>Save the curves</source>
        <translation>保存曲线</translation>
    </message>
    <message>
        <source>Save the curves as a picture, a drawing or a table</source>
        <translation>把曲线保存为图片、矢量图或表格</translation>
    </message>
    <message>
        <source>The wheel zooms, dragging moves, a double click shows all (+, −, Ctrl and arrows, Home)</source>
        <translation>滚轮缩放，拖动平移，双击显示全部（+、−、Ctrl+方向键、Home）</translation>
    </message>
    <message>
        <source>To the same weights as if it had never been interrupted</source>
        <translation>得到的权重与从未中断时完全相同</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Train the network: its loss and accuracy are drawn here, step by step.</source>
        <translation>训练网络：损失和准确率会逐步画在这里。</translation>
    </message>
</context>
<context>
    <name>DataChoice</name>
    <message>
        <source>A file of drawings</source>
        <translation>绘图文件</translation>
    </message>
    <message>
        <source>A folder that holds MNIST/raw, or the like</source>
        <translation>含有 MNIST/raw 或类似内容的文件夹</translation>
    </message>
    <message>
        <source>Add a file of drawings …</source>
        <translation>添加绘图文件…</translation>
    </message>
    <message>
        <source>Add a folder of MNIST&apos;s kind …</source>
        <translation>添加 MNIST 类数据集文件夹…</translation>
    </message>
    <message>
        <source>Digits drawn by rule</source>
        <translation>按规则绘制的数字</translation>
    </message>
    <message>
        <source>Drawings (*.jsonl)</source>
        <translation>绘图 (*.jsonl)</translation>
    </message>
    <message>
        <source>Fetch a data set</source>
        <translation>下载数据集</translation>
    </message>
    <message>
        <source>Give up {title}	{percent} %</source>
        <translation>放弃下载 {title}	{percent} %</translation>
    </message>
    <message>
        <source>My drawings</source>
        <translation>我的绘图</translation>
    </message>
    <message>
        <source>No drawing has a label yet: draw a digit, then press its key, 0 to 9</source>
        <translation>还没有带标签的绘图：画一个数字，再按对应的键 0 到 9</translation>
    </message>
    <message>
        <source>Synthetic digits</source>
        <translation>合成数字</translation>
    </message>
    <message>
        <source>The drawings that you gave a label: {counts}</source>
        <translation>您标注过的绘图：{counts}</translation>
    </message>
    <message>
        <source>no drawing has a label yet: draw a digit and press its key</source>
        <translation>还没有带标签的绘图：画一个数字并按对应的键</translation>
    </message>
    <message>
        <source>none of your drawings is a {labels}: it will not be learned</source>
        <translation>您的绘图中没有 {labels}：网络学不到它</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{words}: {count} images</source>
        <translation>{words}：{count} 张图像</translation>
    </message>
</context>
<context>
    <name>DifferenceList</name>
    <message>
        <source>Tensors of both models</source>
        <translation>两个模型的张量</translation>
    </message>
</context>
<context>
    <name>DifferenceModel</name>
    <message>
        <source>Relative change: the norm of the difference over the norm in the other model</source>
        <translation>相对变化：差的范数除以另一个模型中的范数</translation>
    </message>
    <message>
        <source>The cosine of the angle between both tensors: 1 is the same direction</source>
        <translation>两个张量夹角的余弦：1 表示方向相同</translation>
    </message>
    <message>
        <source>The largest magnitude of the difference</source>
        <translation>差的最大绝对值</translation>
    </message>
    <message>
        <source>The shape in the open model</source>
        <translation>在打开的模型中的形状</translation>
    </message>
    <message>
        <source>The tensors of both models, the largest relative change first</source>
        <translation>两个模型的张量，相对变化最大的在前</translation>
    </message>
    <message>
        <source>change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>max |Δ|</source>
        <translation>最大 |Δ|</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>tensor</source>
        <translation>张量</translation>
    </message>
</context>
<context>
    <name>DigitDisplay</name>
    <message>
        <source>{percent} % sure</source>
        <translation>把握 {percent} %</translation>
    </message>
</context>
<context>
    <name>DrawingActions</name>
    <message>
        <source>Broader brush</source>
        <translation>加粗画笔</translation>
    </message>
    <message>
        <source>Clear the canvas</source>
        <translation>清空画布</translation>
    </message>
    <message>
        <source>Copy the drawing</source>
        <translation>复制绘图</translation>
    </message>
    <message>
        <source>Eraser; so is the right button</source>
        <translation>橡皮擦；按住鼠标右键也可擦除</translation>
    </message>
    <message>
        <source>Example {digit}</source>
        <translation>示例 {digit}</translation>
    </message>
    <message>
        <source>Finer brush</source>
        <translation>细化画笔</translation>
    </message>
    <message>
        <source>Normalise</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Normalise (N): scale the ink to 20 pixels and put its centre of mass in the middle, as was done with the digits that the network learned from. Without it, the network reads the canvas as it is and often misreads digits that are small or off the centre.</source>
        <translation>归一化（N）：把笔迹缩放到 20 像素并将其质心移到中央，与网络训练时所用的数字处理方式一致。关闭后，网络按画布原样读取，太小或偏离中心的数字常被读错。</translation>
    </message>
    <message>
        <source>Open a picture or a drawing …</source>
        <translation>打开图片或绘图…</translation>
    </message>
    <message>
        <source>Paste a picture or a drawing</source>
        <translation>粘贴图片或绘图</translation>
    </message>
    <message>
        <source>Pen</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Random input</source>
        <translation>随机输入</translation>
    </message>
    <message>
        <source>Random input (R): noise of the input&apos;s shape, to see what the network makes of no digit</source>
        <translation>随机输入（R）：与输入形状相同的噪声，看看网络如何看待不是数字的东西</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Save the drawing …</source>
        <translation>保存绘图…</translation>
    </message>
    <message>
        <source>Set values</source>
        <translation>设置数值</translation>
    </message>
    <message>
        <source>Set values (V): the numbers that enter the network, one by one in the place of the canvas</source>
        <translation>设置数值（V）：在画布的位置上，逐个设置进入网络的数值</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>DrawingFiles</name>
    <message>
        <source>Open a picture or a drawing</source>
        <translation>打开图片或绘图</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Pictures and drawings (*.png *.jpg *.jpeg *.gif *.bmp *.tif *.tiff *.webp *.jsonl)</source>
        <translation>图片和绘图 (*.png *.jpg *.jpeg *.gif *.bmp *.tif *.tiff *.webp *.jsonl)</translation>
    </message>
    <message>
        <source>Save the drawing</source>
        <translation>保存绘图</translation>
    </message>
    <message>
        <source>Strokes (*.jsonl)</source>
        <translation>笔画 (*.jsonl)</translation>
    </message>
</context>
<context>
    <name>DrawingPanel</name>
    <message>
        <source>The clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>What was dropped</source>
        <translation>拖入的内容</translation>
    </message>
    <message>
        <source>{count} values</source>
        <translation>{count} 个数值</translation>
    </message>
    <message>
        <source>{width} px brush</source>
        <translation>画笔 {width} px</translation>
    </message>
</context>
<context>
    <name>DrawingTools</name>
    <message>
        <source>Brush size</source>
        <translation>画笔粗细</translation>
    </message>
    <message>
        <source>Brush size ([ and ])</source>
        <translation>画笔粗细（[ 和 ]）</translation>
    </message>
    <message>
        <source>Example digits</source>
        <translation>示例数字</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Keep for training</source>
        <translation>留作训练</translation>
    </message>
    <message>
        <source>Keep for training: draw a digit and press its key, 0 to 9</source>
        <translation>留作训练：画一个数字并按对应的键 0 到 9</translation>
    </message>
</context>
<context>
    <name>EditBar</name>
    <message>
        <source>Add noise of {number}</source>
        <translation>加入标准差 {number} 的噪声</translation>
    </message>
    <message>
        <source>Add normal noise to the selected cells; the number is its standard deviation</source>
        <translation>给选中的单元格加入正态噪声；数字是它的标准差</translation>
    </message>
    <message>
        <source>Multiply the selected cells by the number</source>
        <translation>将选中的单元格乘以该数字</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Number for the selected cells</source>
        <translation>用于选中单元格的数字</translation>
    </message>
    <message>
        <source>Redo edit of weights</source>
        <translation>重做权重编辑</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Scale by {number}</source>
        <translation>乘以 {number}</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设值</translation>
    </message>
    <message>
        <source>Set the selected cells to 0 (Delete)</source>
        <translation>将选中的单元格设为 0（Delete）</translation>
    </message>
    <message>
        <source>Set the selected cells to the number</source>
        <translation>将选中的单元格设为该数字</translation>
    </message>
    <message>
        <source>Set to {number}</source>
        <translation>设为 {number}</translation>
    </message>
    <message>
        <source>The number that the selected cells are set to, scaled by or blurred with</source>
        <translation>选中的单元格所设、所乘的数字，或噪声的标准差</translation>
    </message>
    <message>
        <source>Undo edit of weights</source>
        <translation>撤销权重编辑</translation>
    </message>
    <message>
        <source>Zero</source>
        <translation>置零</translation>
    </message>
</context>
<context>
    <name>EditedWeights</name>
    <message>
        <source>Back to the edited weights</source>
        <translation>回到编辑过的权重</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>导出模型</translation>
    </message>
    <message>
        <source>NumPy archive (.npz) …</source>
        <translation>NumPy 归档 (.npz)…</translation>
    </message>
    <message>
        <source>ONNX …</source>
        <translation>ONNX…</translation>
    </message>
    <message>
        <source>PyTorch source with its weights (.py) …</source>
        <translation>PyTorch 源代码及其权重 (.py)…</translation>
    </message>
    <message>
        <source>PyTorch state_dict (.pt) …</source>
        <translation>PyTorch state_dict (.pt)…</translation>
    </message>
    <message>
        <source>Save weights</source>
        <translation>保存权重</translation>
    </message>
    <message>
        <source>Save weights as …</source>
        <translation>权重另存为…</translation>
    </message>
    <message>
        <source>The edited weights are kept: Network, “{action}” brings them back.</source>
        <translation>编辑过的权重已保留：用“网络”菜单中的“{action}”可以取回。</translation>
    </message>
    <message>
        <source>Weights ({endings})</source>
        <translation>权重 ({endings})</translation>
    </message>
    <message>
        <source>safetensors …</source>
        <translation>safetensors…</translation>
    </message>
    <message>
        <source>{weights}, edited</source>
        <translation>{weights}，已编辑</translation>
    </message>
</context>
<context>
    <name>Failure</name>
    <message>
        <source>No run has kept steps to compare with: train, or open a run, first.</source>
        <translation>没有哪次训练保留了可供比较的步：请先训练，或打开一次训练。</translation>
    </message>
    <message>
        <source>The device {device} is not to be had here ({reason}): choose one of {devices}.</source>
        <translation>此处无法使用设备 {device}（{reason}）：请从 {devices} 中选择。</translation>
    </message>
    <message>
        <source>The network has no parameter {parameter}: choose one from the model tree.</source>
        <translation>网络没有参数 {parameter}：请从模型树中选择。</translation>
    </message>
    <message>
        <source>The network is too large for {file}: choose a file that ends in {endings}.</source>
        <translation>网络太大，无法存入 {file}：请选择以 {endings} 结尾的文件。</translation>
    </message>
    <message>
        <source>There is no lesson {lesson}: choose one from the list.</source>
        <translation>没有课程 {lesson}：请从列表中选择。</translation>
    </message>
    <message>
        <source>There is no recipe {recipe}: choose one of {recipes}.</source>
        <translation>没有训练方案 {recipe}：请从 {recipes} 中选择。</translation>
    </message>
    <message>
        <source>This network cannot be trained here ({reason}): build or open another.</source>
        <translation>这个网络无法在这里训练（{reason}）：请另建一个，或打开另一个。</translation>
    </message>
    <message>
        <source>Training was stopped at step {step}: {layer} would have had numbers that are not finite. Go back to an earlier one, or lower the learning rate.</source>
        <translation>训练在第 {step} 步停止：{layer} 将出现非有限的数值。请回到更早的一步，或调低学习率。</translation>
    </message>
    <message>
        <source>{data_set} cannot be fetched ({reason}): check the connection and try again, or copy its files to {folder}.</source>
        <translation>无法下载 {data_set}（{reason}）：请检查网络连接后重试，或把文件复制到 {folder}。</translation>
    </message>
    <message>
        <source>{data_set} did not arrive whole ({file} has another checksum): fetch it again.</source>
        <translation>{data_set} 下载不完整（{file} 的校验和不符）：请重新下载。</translation>
    </message>
    <message>
        <source>{expression} cannot be computed ({reason}): change it, or choose another expression.</source>
        <translation>无法计算 {expression}（{reason}）：请修改它，或选择其他表达式。</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason}): check its permissions and the disk.</source>
        <translation>无法读取 {file}（{reason}）：请检查其权限和磁盘。</translation>
    </message>
    <message>
        <source>{file} cannot be written ({reason}): choose another folder or free some space.</source>
        <translation>无法写入 {file}（{reason}）：请选择其他文件夹，或腾出一些空间。</translation>
    </message>
    <message>
        <source>{file} does not exist: check the name and the folder.</source>
        <translation>{file} 不存在：请检查文件名和文件夹。</translation>
    </message>
    <message>
        <source>{file} does not fit here ({reason}): open a multilayer perceptron, such as 784-512-512-10.</source>
        <translation>{file} 在此不适用（{reason}）：请打开多层感知机的权重，例如 784-512-512-10。</translation>
    </message>
    <message>
        <source>{file} does not hold weights that can be read ({reason}): choose a whole .safetensors, .pt, .npz or .onnx file of tensors.</source>
        <translation>{file} 中没有可读取的权重（{reason}）：请选择完整的 .safetensors、.pt、.npz 或 .onnx 张量文件。</translation>
    </message>
    <message>
        <source>{file} has an ending that weights cannot be saved under: use {endings}.</source>
        <translation>权重不能用 {file} 的扩展名保存：请使用 {endings}。</translation>
    </message>
    <message>
        <source>{file} has no drawing in it: it needs a line of JSON a drawing.</source>
        <translation>{file} 中没有绘图：每幅绘图需要一行 JSON。</translation>
    </message>
    <message>
        <source>{file} has no labelled drawing in it: draw some and press their keys, 0 to 9, or choose another.</source>
        <translation>{file} 中没有带标签的绘图：请画几个数字并按对应的键 0 到 9，或选择其他文件。</translation>
    </message>
    <message>
        <source>{file} has the label {label}, and the last class of the network is {last}: use weights of more classes, or other data.</source>
        <translation>{file} 中有标签 {label}，而网络的最后一个类别是 {last}：请使用类别更多的权重，或换用其他数据。</translation>
    </message>
    <message>
        <source>{file} has {pixels} pixels: make it smaller than {limit} pixels first.</source>
        <translation>{file} 有 {pixels} 像素：请先缩小到 {limit} 像素以下。</translation>
    </message>
    <message>
        <source>{file} holds Python code or objects, not only tensors, so it was not opened: save its state_dict() and open that.</source>
        <translation>{file} 含有 Python 代码或对象，而不只是张量，因此没有打开：请保存其 state_dict() 后再打开。</translation>
    </message>
    <message>
        <source>{file} is a folder: choose a file inside it.</source>
        <translation>{file} 是文件夹：请选择其中的文件。</translation>
    </message>
    <message>
        <source>{file} is a pipe or a device: choose an ordinary file.</source>
        <translation>{file} 是管道或设备：请选择普通文件。</translation>
    </message>
    <message>
        <source>{file} is empty: it may not have been copied whole, so fetch it again.</source>
        <translation>{file} 是空文件：可能没有复制完整，请重新获取。</translation>
    </message>
    <message>
        <source>{file} is not a picture that can be read ({reason}): choose a whole PNG, JPEG, GIF, BMP, TIFF or WebP file.</source>
        <translation>{file} 不是可读取的图片（{reason}）：请选择完整的 PNG、JPEG、GIF、BMP、TIFF 或 WebP 文件。</translation>
    </message>
    <message>
        <source>{file} is not whole ({reason}): fetch it again.</source>
        <translation>{file} 不完整（{reason}）：请重新获取。</translation>
    </message>
    <message>
        <source>{file} is of no kind that Netglass opens: choose a picture, drawings (.jsonl) or weights (.safetensors, .pt, .npz, .onnx).</source>
        <translation>Netglass 不能打开 {file} 这种文件：请选择图片、绘图（.jsonl）或权重（.safetensors、.pt、.npz、.onnx）。</translation>
    </message>
    <message>
        <source>{file} makes no network that runs ({reason}): use weights of one that does first.</source>
        <translation>{file} 构不成可运行的网络（{reason}）：请先使用可运行网络的权重。</translation>
    </message>
    <message>
        <source>{file} needs a network that runs ({reason}): choose a .safetensors, .pt or .npz file.</source>
        <translation>{file} 需要可运行的网络（{reason}）：请选择 .safetensors、.pt 或 .npz 文件。</translation>
    </message>
    <message>
        <source>{file} was changed by another program since it was opened: open it again.</source>
        <translation>{file} 打开后被其他程序修改过：请重新打开。</translation>
    </message>
    <message>
        <source>{file}, line {line}, is not a drawing ({reason}): each line needs label, canvas and strokes.</source>
        <translation>{file} 第 {line} 行不是绘图（{reason}）：每行需要 label、canvas 和 strokes。</translation>
    </message>
    <message>
        <source>{folder} does not hold step {step}: choose one of those that are kept.</source>
        <translation>{folder} 中没有第 {step} 步：请选择已保留的步。</translation>
    </message>
    <message>
        <source>{folder} has no {wanted} in it: name a folder that holds {place}, or a .jsonl file of drawings.</source>
        <translation>{folder} 中没有 {wanted}：请指定含有 {place} 的文件夹，或 .jsonl 绘图文件。</translation>
    </message>
    <message>
        <source>{folder} holds another run ({reason}): name another folder, or ask for the same again.</source>
        <translation>{folder} 中是另一次训练（{reason}）：请指定其他文件夹，或使用相同的设置。</translation>
    </message>
    <message>
        <source>{folder} holds several data sets ({names}): name one of them, like {example}.</source>
        <translation>{folder} 中有多个数据集（{names}）：请指定其中一个，例如 {example}。</translation>
    </message>
    <message>
        <source>{folder} is being trained by another program: wait until that has ended.</source>
        <translation>另一个程序正在 {folder} 中训练：请等它结束。</translation>
    </message>
    <message>
        <source>{folder} is no whole run ({reason}): choose another folder.</source>
        <translation>{folder} 不是完整的训练记录（{reason}）：请选择其他文件夹。</translation>
    </message>
    <message>
        <source>{folder} was written by a newer Netglass (format {format}): update this one to open it.</source>
        <translation>{folder} 由更新版本的 Netglass 写入（格式 {format}）：请升级后再打开。</translation>
    </message>
    <message>
        <source>{label} is no class of the network: choose one from 0 to {last}.</source>
        <translation>{label} 不是网络的类别：请选择 0 到 {last} 中的一个。</translation>
    </message>
    <message>
        <source>{name} cannot be the name of a run ({reason}): choose another.</source>
        <translation>{name} 不能用作训练的名称（{reason}）：请换一个。</translation>
    </message>
    <message>
        <source>{parameter} cannot be edited while a run trains it: stop the run first.</source>
        <translation>{parameter} 正在训练中，不能编辑：请先停止训练。</translation>
    </message>
    <message>
        <source>{parameter} is sparse or quantised, and has no cells to edit: save it as a dense tensor first.</source>
        <translation>{parameter} 是稀疏或量化张量，没有可编辑的单元格：请先另存为稠密张量。</translation>
    </message>
    <message>
        <source>{parameter} takes {bytes} bytes, too many to be copied for an edit: close other programs first.</source>
        <translation>{parameter} 占 {bytes} 字节，太大而无法复制以供编辑：请先关闭其他程序。</translation>
    </message>
    <message>
        <source>{parameter} would take {bytes} bytes once it is spread out: look at a smaller one.</source>
        <translation>{parameter} 展开后需要 {bytes} 字节：请查看较小的参数。</translation>
    </message>
    <message>
        <source>{value} cannot be written into {parameter}: use a number that is finite and not too large.</source>
        <translation>{value} 不能写入 {parameter}：请使用有限且不过大的数字。</translation>
    </message>
    <message>
        <source>{value} is no architecture ({reason}): name the hidden layers&apos; sizes like 512,512.</source>
        <translation>{value} 不是有效的网络结构（{reason}）：请写出各隐藏层的大小，例如 512,512。</translation>
    </message>
</context>
<context>
    <name>FaultDialog</name>
    <message>
        <source>A fault of Netglass</source>
        <translation>Netglass 出错</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Something went wrong inside Netglass. Your drawing is kept; you can go on, or start Netglass again if it no longer answers. The report below helps whoever mends it; it is also in {file}.</source>
        <translation>Netglass 内部出错了。您的绘图已保留；可以继续使用，若不再响应请重新启动。下面的报告有助于修复问题，它也保存在 {file} 中。</translation>
    </message>
</context>
<context>
    <name>FieldTrioWall</name>
    <message>
        <source>unit {unit}: norm {before} → {after}, change {change}</source>
        <translation>单元 {unit}：范数 {before} → {after}，变化 {change}</translation>
    </message>
</context>
<context>
    <name>FieldTrios</name>
    <message>
        <source>one scale for all three</source>
        <translation>三者共用一个刻度</translation>
    </message>
    <message>
        <source>{before} | {after} | difference, the largest first</source>
        <translation>{before} | {after} | 差异，从大到小</translation>
    </message>
</context>
<context>
    <name>FieldWall</name>
    <message>
        <source>column {unit}, norm {norm}</source>
        <translation>列 {unit}，范数 {norm}</translation>
    </message>
    <message>
        <source>unit {unit}, norm {norm}</source>
        <translation>神经元 {unit}，范数 {norm}</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>all the same number</source>
        <translation>全为同一个数</translation>
    </message>
    <message>
        <source>all zero</source>
        <translation>全为零</translation>
    </message>
    <message>
        <source>{count} NaN</source>
        <translation>{count} 个 NaN</translation>
    </message>
    <message>
        <source>{count} infinite</source>
        <translation>{count} 个无穷大</translation>
    </message>
    <message>
        <source>{count} of its rows are all zero: dead units</source>
        <translation>其中 {count} 行全为零：死神经元</translation>
    </message>
</context>
<context>
    <name>ForwardPanel</name>
    <message>
        <source>(x − mean) / √(variance + ε) · γ + β, with statistics of its training</source>
        <translation>(x − 均值) / √(方差 + ε) · γ + β，使用训练时的统计量</translation>
    </message>
    <message>
        <source>Add drawing</source>
        <translation>添加绘图</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Back to the module before</source>
        <translation>回到上一个模块</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Draw a digit: it goes through the network step by step.</source>
        <translation>画一个数字：它会一步步通过网络。</translation>
    </message>
    <message>
        <source>Leave the drawing on the canvas alone in the minibatch</source>
        <translation>小批量中只留画布上的绘图</translation>
    </message>
    <message>
        <source>On to the next module; behind the last, to the input again</source>
        <translation>前往下一个模块；最后一个之后回到输入</translation>
    </message>
    <message>
        <source>Put a copy of the drawing into the minibatch, and draw another</source>
        <translation>把绘图的副本放入小批量，再画下一幅</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>These tensors make no network that a drawing could go through.</source>
        <translation>这些张量构不成网络，手绘无法从中通过。</translation>
    </message>
    <message>
        <source>drops numbers in training alone: here nothing changes</source>
        <translation>只在训练时丢弃数值：此处不变</translation>
    </message>
    <message>
        <source>each image becomes one row of {left} numbers</source>
        <translation>每张图像变成一行 {left} 个数</translation>
    </message>
    <message>
        <source>exp(x) / Σ exp(x) of each row: probabilities</source>
        <translation>每行 exp(x) / Σ exp(x)：概率</translation>
    </message>
    <message>
        <source>images of ink, 0 to 1</source>
        <translation>墨迹图像，取值 0 到 1</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>max(0, x): what is negative becomes 0</source>
        <translation>max(0, x)：负数变为 0</translation>
    </message>
    <message>
        <source>values, as they were set</source>
        <translation>所设的数值</translation>
    </message>
    <message>
        <source>x·Wᵀ + b: [{count}, {entered}]·[{entered}, {left}] + [{left}]</source>
        <translation>x·Wᵀ + b：[{count}, {entered}]·[{entered}, {left}] + [{left}]</translation>
    </message>
    <message>
        <source>{count} in the minibatch</source>
        <translation>小批量中有 {count} 个</translation>
    </message>
    <message>
        <source>{kind} of each number</source>
        <translation>对每个数取 {kind}</translation>
    </message>
</context>
<context>
    <name>GradientTile</name>
    <message>
        <source>{name} {shape}
norm of the gradient {norm}
colours reach to ±{limit}</source>
        <translation>{name} {shape}
梯度范数 {norm}
颜色范围 ±{limit}</translation>
    </message>
</context>
<context>
    <name>GradientsPanel</name>
    <message>
        <source>Draw a digit: each parameter then shows how it would move the result.</source>
        <translation>画一个数字：每个参数会显示它将如何改变结果。</translation>
    </message>
    <message>
        <source>Pin all scales</source>
        <translation>固定所有色标</translation>
    </message>
    <message>
        <source>Pin all scales, so that colours can be compared between drawings</source>
        <translation>固定所有色标，便于在不同绘图之间比较颜色</translation>
    </message>
    <message>
        <source>These tensors make no network: gradients need one that runs.</source>
        <translation>这些张量构不成网络：梯度需要可运行的网络。</translation>
    </message>
    <message>
        <source>What is differentiated</source>
        <translation>求导对象</translation>
    </message>
    <message>
        <source>What is differentiated: the logit of the digit that is read, or the loss against a label</source>
        <translation>求导对象：所读数字的 logit，或相对某个标签的损失</translation>
    </message>
    <message>
        <source>cross-entropy {value}</source>
        <translation>交叉熵 {value}</translation>
    </message>
    <message>
        <source>d cross-entropy / d parameter, this drawing, target {digit}</source>
        <translation>∂ 交叉熵 / ∂ 参数，当前绘图，目标 {digit}</translation>
    </message>
    <message>
        <source>d logit of {digit} / d parameter, this drawing</source>
        <translation>∂ {digit} 的 logit / ∂ 参数，当前绘图</translation>
    </message>
    <message>
        <source>d result / d parameter</source>
        <translation>∂ 结果 / ∂ 参数</translation>
    </message>
    <message>
        <source>logit {value}</source>
        <translation>logit {value}</translation>
    </message>
    <message>
        <source>loss, target {label}</source>
        <translation>损失，目标 {label}</translation>
    </message>
    <message>
        <source>predicted logit</source>
        <translation>预测类的 logit</translation>
    </message>
</context>
<context>
    <name>Graph</name>
    <message>
        <source>A leaf ends the way back: what arrives is added to .grad of its tensor.</source>
        <translation>叶子节点是反向传播的终点：到达的梯度加到其张量的 .grad 上。</translation>
    </message>
    <message>
        <source>A linear layer x @ Wᵀ + b: b gets the slope itself, W gets slope ⊗ x, and x gets slope @ W.</source>
        <translation>线性层 x @ Wᵀ + b：b 得到上游梯度本身，W 得到 上游梯度 ⊗ x，x 得到 上游梯度 @ W。</translation>
    </message>
    <message>
        <source>A matrix product x @ w passes slope @ wᵀ on to x, and xᵀ @ slope to w.</source>
        <translation>矩阵乘法 x @ w 把 上游梯度 @ wᵀ 传给 x，把 xᵀ @ 上游梯度 传给 w。</translation>
    </message>
    <message>
        <source>A mean over n numbers passes 1 / n of the slope on to each of them.</source>
        <translation>n 个数的平均把上游梯度的 1 / n 传给其中每一个。</translation>
    </message>
    <message>
        <source>A minus sign turns the slope round.</source>
        <translation>负号使上游梯度反号。</translation>
    </message>
    <message>
        <source>A power passes on p · xᵖ⁻¹ times the slope.</source>
        <translation>幂运算传递 p · xᵖ⁻¹ 乘以上游梯度。</translation>
    </message>
    <message>
        <source>A product passes to each factor the slope, multiplied by the other factor.</source>
        <translation>乘法把上游梯度乘以另一个因子后传给每个因子。</translation>
    </message>
    <message>
        <source>A quotient a / b passes 1 / b times the slope to a, and −a / b² times it to b.</source>
        <translation>除法 a / b 把上游梯度的 1 / b 倍传给 a，−a / b² 倍传给 b。</translation>
    </message>
    <message>
        <source>A sum passes the same slope on to each of its terms.</source>
        <translation>求和把同样的上游梯度传给每一项。</translation>
    </message>
    <message>
        <source>Adding passes the slope on unchanged to both inputs.</source>
        <translation>加法把上游梯度原样传给两个输入。</translation>
    </message>
    <message>
        <source>Log-softmax passes on slope − p · Σ slope.</source>
        <translation>Log-softmax 传递 上游梯度 − p · Σ 上游梯度。</translation>
    </message>
    <message>
        <source>Only the shape changes: the slope is passed on in the old shape.</source>
        <translation>只改变形状：上游梯度按原来的形状传递。</translation>
    </message>
    <message>
        <source>ReLU passes the slope on where its output is above 0, and nothing elsewhere.</source>
        <translation>ReLU 只在输出大于 0 处传递上游梯度，其余位置不传递。</translation>
    </message>
    <message>
        <source>Softmax passes on p · (slope − Σ p · slope).</source>
        <translation>Softmax 传递 p ·（上游梯度 − Σ p · 上游梯度）。</translation>
    </message>
    <message>
        <source>Subtracting passes the slope on to the first input, and its negative to the second.</source>
        <translation>减法把上游梯度传给第一个输入，把它的相反数传给第二个。</translation>
    </message>
    <message>
        <source>The exponential passes on itself times the slope.</source>
        <translation>指数函数传递自身乘以上游梯度。</translation>
    </message>
    <message>
        <source>The logarithm passes on 1 / x times the slope.</source>
        <translation>对数传递 1 / x 乘以上游梯度。</translation>
    </message>
    <message>
        <source>The loss averages over n outputs, so each slope is (σ(z) − y) / n.</source>
        <translation>损失对 n 个输出取平均，因此每个梯度为 (σ(z) − y) / n。</translation>
    </message>
    <message>
        <source>The loss looks at the label&apos;s class alone: its slope is −1.</source>
        <translation>损失只看标签所属的类别：其梯度为 −1。</translation>
    </message>
    <message>
        <source>The maximum passes the slope on to the largest number alone.</source>
        <translation>最大值只把上游梯度传给最大的数。</translation>
    </message>
    <message>
        <source>The mean of n absolute errors has the slopes ±1 / n.</source>
        <translation>n 个绝对误差的平均，其梯度为 ±1 / n。</translation>
    </message>
    <message>
        <source>The mean of n squared errors has the slopes 2 · (z − y) / n.</source>
        <translation>n 个平方误差的平均，其梯度为 2 · (z − y) / n。</translation>
    </message>
    <message>
        <source>The sine passes on cos(x) times the slope.</source>
        <translation>正弦传递 cos(x) 乘以上游梯度。</translation>
    </message>
    <message>
        <source>leaf</source>
        <translation>叶子节点</translation>
    </message>
    <message>
        <source>no gradient</source>
        <translation>无梯度</translation>
    </message>
    <message>
        <source>tanh passes on (1 − tanh²) times the slope.</source>
        <translation>tanh 传递 (1 − tanh²) 乘以上游梯度。</translation>
    </message>
    <message>
        <source>{rest} ({count} more)</source>
        <translation>{rest}（另有 {count} 项）</translation>
    </message>
</context>
<context>
    <name>GraphPanel</name>
    <message>
        <source>What is computed</source>
        <translation>计算对象</translation>
    </message>
    <message>
        <source>What is differentiated</source>
        <translation>求导对象</translation>
    </message>
    <message>
        <source>freed</source>
        <translation>已释放</translation>
    </message>
    <message>
        <source>loss, target {label}</source>
        <translation>损失，目标 {label}</translation>
    </message>
    <message>
        <source>network on the drawing</source>
        <translation>网络读取当前绘图</translation>
    </message>
    <message>
        <source>predicted logit</source>
        <translation>预测类的 logit</translation>
    </message>
    <message>
        <source>saved: {names}</source>
        <translation>保存：{names}</translation>
    </message>
    <message>
        <source>this lesson</source>
        <translation>本课</translation>
    </message>
    <message>
        <source>{nodes} nodes, {tracked} on a way back</source>
        <translation>{nodes} 个节点，其中 {tracked} 个参与反向传播</translation>
    </message>
    <message>
        <source>{passed} of {all} nodes walked, from the root to the leaves</source>
        <translation>从根节点到叶子节点，已走过 {passed} / {all} 个</translation>
    </message>
</context>
<context>
    <name>GraphView</name>
    <message>
        <source>Graph</source>
        <translation>计算图</translation>
    </message>
</context>
<context>
    <name>Heatmap</name>
    <message>
        <source>row {row}, column {column}: {value}</source>
        <translation>第 {row} 行，第 {column} 列：{value}</translation>
    </message>
    <message>
        <source>rows {rows}, columns {columns}: strongest {value}</source>
        <translation>行 {rows}，列 {columns}：最强 {value}</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>Show how many digits the counts have, so that rare values are seen</source>
        <translation>以对数显示计数，让罕见的值也能看到</translation>
    </message>
    <message>
        <source>logarithmic count</source>
        <translation>对数计数</translation>
    </message>
    <message>
        <source>log₁₀ (count + 1)</source>
        <translation>log₁₀ (计数 + 1)</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>At most {size} a run</source>
        <translation>每次训练最多 {size}</translation>
    </message>
    <message>
        <source>Back to the network as it is now</source>
        <translation>回到网络现在的样子</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Go on from this step in another run; this one stays as it is</source>
        <translation>从这一步开始另一次训练；当前这次保持不变</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Show one kept step after the other</source>
        <translation>依次显示保留的各步</translation>
    </message>
    <message>
        <source>Step of the run that is shown</source>
        <translation>当前显示的训练步</translation>
    </message>
    <message>
        <source>Train the network: its weights are kept by step, and this bar goes back to any of them.</source>
        <translation>训练网络：权重会按步保留，用这个滑块可以回到任意一步。</translation>
    </message>
    <message>
        <source>What the kept steps take, and how much each run may take: the steps missed least go first</source>
        <translation>保留的各步占用的空间，以及每次训练的上限：最不重要的步先删除</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>第 {step} 步</translation>
    </message>
    <message>
        <source>{count} steps are kept, {size}</source>
        <translation>保留了 {count} 步，{size}</translation>
    </message>
</context>
<context>
    <name>Labelling</name>
    <message>
        <source>Keep as a {label}</source>
        <translation>存为 {label}</translation>
    </message>
    <message>
        <source>draw a {label}, then press {label}</source>
        <translation>先画一个 {label}，再按 {label}</translation>
    </message>
    <message>
        <source>kept as a {label}</source>
        <translation>已存为 {label}</translation>
    </message>
    <message>
        <source>no longer kept as a {label}</source>
        <translation>不再存为 {label}</translation>
    </message>
    <message>
        <source>{words}: {total} drawings</source>
        <translation>{words}：共 {total} 幅</translation>
    </message>
</context>
<context>
    <name>LanguageMenu</name>
    <message>
        <source>Language</source>
        <translation>语言 (Language)</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>Netglass speaks English once its window is opened anew. Your drawing stays, and a run is saved.</source>
        <translation>重新打开窗口后，Netglass 将使用简体中文。您的绘图会保留，训练会保存。</translation>
    </message>
    <message>
        <source>Open it anew now</source>
        <translation>现在重新打开</translation>
    </message>
</context>
<context>
    <name>LayerStrip</name>
    <message>
        <source>colours reach to ±{limit}</source>
        <translation>颜色范围 ±{limit}</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>已冻结</translation>
    </message>
    <message>
        <source>frozen, largest change since: {change}</source>
        <translation>已冻结，此后最大变化：{change}</translation>
    </message>
    <message>
        <source>last step / weights {ratio}, good around 0.001</source>
        <translation>上一步更新 / 权重 {ratio}，0.001 左右为佳</translation>
    </message>
    <message>
        <source>norm of the gradient {norm}</source>
        <translation>梯度范数 {norm}</translation>
    </message>
    <message>
        <source>the gradient explodes</source>
        <translation>梯度爆炸</translation>
    </message>
    <message>
        <source>the gradient vanishes</source>
        <translation>梯度消失</translation>
    </message>
    <message>
        <source>the steps are too large</source>
        <translation>更新步幅过大</translation>
    </message>
    <message>
        <source>the steps are too small to matter</source>
        <translation>更新步幅过小，几乎不起作用</translation>
    </message>
    <message>
        <source>{count} units that no image of the batch lit</source>
        <translation>{count} 个神经元未被批中任何图像激活</translation>
    </message>
</context>
<context>
    <name>LayersPanel</name>
    <message>
        <source>Train the network: each layer then shows its gradient and the size of its steps.</source>
        <translation>训练网络：每一层会显示它的梯度和更新步幅。</translation>
    </message>
    <message>
        <source>gradient at step {step}, {count} images</source>
        <translation>第 {step} 步的梯度，{count} 张图像</translation>
    </message>
    <message>
        <source>gradient of the last batch</source>
        <translation>上一批的梯度</translation>
    </message>
    <message>
        <source>gradient of the last batch, {count} images</source>
        <translation>上一批的梯度，{count} 张图像</translation>
    </message>
</context>
<context>
    <name>LearningCurves</name>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Loss and accuracy by step</source>
        <translation>各步的损失和准确率</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批</translation>
    </message>
    <message>
        <source>cross-entropy</source>
        <translation>交叉熵</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
</context>
<context>
    <name>LessonPanel</name>
    <message>
        <source>Run the next step</source>
        <translation>运行下一步</translation>
    </message>
    <message>
        <source>next ▸</source>
        <translation>下一课 ▸</translation>
    </message>
    <message>
        <source>◂ back</source>
        <translation>◂ 上一课</translation>
    </message>
</context>
<context>
    <name>MagnitudeScale</name>
    <message>
        <source>Colours from {start} to {end}</source>
        <translation>颜色从 {start} 到 {end}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>engine stopped</source>
        <translation>引擎已停止</translation>
    </message>
    <message>
        <source>{file} holds {count} drawings; the first is on the canvas.</source>
        <translation>{file} 含有 {count} 幅绘图；画布上显示第一幅。</translation>
    </message>
    <message>
        <source>{file} is saved.</source>
        <translation>{file} 已保存。</translation>
    </message>
    <message>
        <source>{file} makes no network that runs; its tensors can be looked at and edited: {reason}.</source>
        <translation>{file} 构不成可运行的网络；其张量可以查看和编辑：{reason}。</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation>网络(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>About Netglass</source>
        <translation>关于 Netglass</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Draw other random weights</source>
        <translation>重新抽取随机权重</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Netglass {version}: a microscope for multilayer perceptrons. Draw a digit and watch the network read it.

The trained weights were made from MNIST (LeCun, Cortes, Burges; CC BY-SA 3.0) and Pen-Based Recognition of Handwritten Digits (Alimoglu, Alpaydin; CC BY 4.0).</source>
        <translation>Netglass {version}：观察多层感知机的显微镜。画一个数字，看网络如何读它。

训练好的权重来自 MNIST（LeCun、Cortes、Burges；CC BY-SA 3.0）和 Pen-Based Recognition of Handwritten Digits（Alimoglu、Alpaydin；CC BY 4.0）。</translation>
    </message>
    <message>
        <source>Open weights</source>
        <translation>打开权重</translation>
    </message>
    <message>
        <source>Open weights …</source>
        <translation>打开权重…</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Reset this workspace</source>
        <translation>重置此工作区</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Use random weights</source>
        <translation>使用随机权重</translation>
    </message>
    <message>
        <source>Use trained weights</source>
        <translation>使用训练好的权重</translation>
    </message>
    <message>
        <source>Weights ({endings})</source>
        <translation>权重 ({endings})</translation>
    </message>
</context>
<context>
    <name>MistakesPanel</name>
    <message>
        <source>Back to the matrix</source>
        <translation>返回矩阵</translation>
    </message>
    <message>
        <source>Back to the matrix (Esc)</source>
        <translation>返回矩阵（Esc）</translation>
    </message>
    <message>
        <source>Show the images that were read wrongly with the most confidence</source>
        <translation>显示读错时把握最大的图像</translation>
    </message>
    <message>
        <source>Train the network: what it takes for something else is counted here.</source>
        <translation>训练网络：被它认错的图像会统计在这里。</translation>
    </message>
    <message>
        <source>Worst</source>
        <translation>最差</translation>
    </message>
    <message>
        <source>most confidently wrong</source>
        <translation>读错时把握最大</translation>
    </message>
    <message>
        <source>{words}; the first {count}</source>
        <translation>{words}；前 {count} 个</translation>
    </message>
    <message>
        <source>{wrong} of {total}, click a cell</source>
        <translation>{total} 个中错 {wrong} 个，点击格子查看</translation>
    </message>
</context>
<context>
    <name>Model</name>
    <message>
        <source>buffer</source>
        <translation>缓冲区</translation>
    </message>
</context>
<context>
    <name>ModelPanel</name>
    <message>
        <source>Column titles</source>
        <translation>列标题</translation>
    </message>
    <message>
        <source>Copy as print(model)</source>
        <translation>复制为 print(model)</translation>
    </message>
    <message>
        <source>Filter of the model</source>
        <translation>模型筛选</translation>
    </message>
    <message>
        <source>Filter the model …</source>
        <translation>筛选模型…</translation>
    </message>
    <message>
        <source>Measure all tensors</source>
        <translation>测量所有张量</translation>
    </message>
    <message>
        <source>name, kind or type</source>
        <translation>名称、种类或类型</translation>
    </message>
    <message>
        <source>no network · {count} numbers</source>
        <translation>非网络 · {count} 个数</translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation>{count} 个参数</translation>
    </message>
</context>
<context>
    <name>ModuleTree</name>
    <message>
        <source>Modules of the network</source>
        <translation>网络的模块</translation>
    </message>
</context>
<context>
    <name>NetworkPanel</name>
    <message>
        <source>Draw a digit and watch the units light up.</source>
        <translation>画一个数字，看神经元亮起来。</translation>
    </message>
    <message>
        <source>Draw a digit, then point at a unit: what it adds up stands here. A click pins it.</source>
        <translation>画一个数字，再指向某个神经元：它累加了什么会显示在这里。点击可固定。</translation>
    </message>
    <message>
        <source>These tensors can be inspected, but not run: {reason}. Choose one in Model.</source>
        <translation>这些张量只能查看，不能运行：{reason}。请在“模型”中选择一个。</translation>
    </message>
    <message>
        <source>class {number}</source>
        <translation>类别 {number}</translation>
    </message>
    <message>
        <source>dz / d input</source>
        <translation>dz / d 输入</translation>
    </message>
    <message>
        <source>strongest contributions to {unit}</source>
        <translation>{unit} 的最强贡献</translation>
    </message>
    <message>
        <source>unit {number}</source>
        <translation>神经元 {number}</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>x {column}, y {row}</source>
        <translation>x {column}，y {row}</translation>
    </message>
</context>
<context>
    <name>NetworkView</name>
    <message>
        <source>classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>{active} of {units} active</source>
        <translation>{active} / {units} 个激活</translation>
    </message>
    <message>
        <source>{units} units</source>
        <translation>{units} 个神经元</translation>
    </message>
</context>
<context>
    <name>NodePanel</name>
    <message>
        <source>Choose a node of the graph.</source>
        <translation>请在计算图中选择一个节点。</translation>
    </message>
    <message>
        <source>Nothing was recorded on the way to the root: switch no_grad() or detach() off, or let a leaf ask for a gradient.</source>
        <translation>通往根节点的路上没有记录任何操作：请关闭 no_grad() 或 detach()，或让某个叶子节点需要梯度。</translation>
    </message>
    <message>
        <source>What the marked operations had saved was freed by the first walk: compute it again with forward(), or keep it with retain_graph.</source>
        <translation>带标记的操作所保存的内容在第一次反向传播后已被释放：请用 forward() 重新计算，或用 retain_graph 保留。</translation>
    </message>
    <message>
        <source>from {node}</source>
        <translation>来自 {node}</translation>
    </message>
    <message>
        <source>saved {name}</source>
        <translation>保存的 {name}</translation>
    </message>
    <message>
        <source>the root</source>
        <translation>根节点</translation>
    </message>
    <message>
        <source>what it saved was freed</source>
        <translation>它保存的内容已被释放</translation>
    </message>
    <message>
        <source>{leaf}.grad before</source>
        <translation>之前的 {leaf}.grad</translation>
    </message>
</context>
<context>
    <name>NoticeView</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>NumberField</name>
    <message>
        <source>a number from {low} to {high}</source>
        <translation>{low} 到 {high} 之间的数</translation>
    </message>
    <message>
        <source>a whole number from {low} to {high}</source>
        <translation>{low} 到 {high} 之间的整数</translation>
    </message>
</context>
<context>
    <name>PairedBars</name>
    <message>
        <source>Probabilities of the classes, of both models</source>
        <translation>两个模型的各类概率</translation>
    </message>
    <message>
        <source>{label}: probability {before} and {after}</source>
        <translation>{label}：概率 {before} 与 {after}</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Backward</source>
        <translation>反向传播</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>绘图</translation>
    </message>
    <message>
        <source>Forward pass</source>
        <translation>前向传播</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>计算图</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>各层</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Mistakes</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Scratch</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>What the network sees</source>
        <translation>网络所见</translation>
    </message>
</context>
<context>
    <name>PanelPictures</name>
    <message>
        <source>Drawing (*.svg)</source>
        <translation>矢量图 (*.svg)</translation>
    </message>
    <message>
        <source>Pixels (*.png)</source>
        <translation>像素图 (*.png)</translation>
    </message>
    <message>
        <source>Save a panel as a picture</source>
        <translation>将面板另存为图片</translation>
    </message>
    <message>
        <source>Save the panel</source>
        <translation>保存面板</translation>
    </message>
</context>
<context>
    <name>ParametersPanel</name>
    <message>
        <source>The parameters come with the network, in a moment.</source>
        <translation>参数随网络一起载入，请稍候。</translation>
    </message>
    <message>
        <source>buffer, not trained</source>
        <translation>缓冲区，不训练</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>已冻结</translation>
    </message>
    <message>
        <source>no network</source>
        <translation>非网络</translation>
    </message>
    <message>
        <source>trainable</source>
        <translation>可训练</translation>
    </message>
    <message>
        <source>{module} has no parameters. Choose a layer in the model tree.</source>
        <translation>{module} 没有参数。请在模型树中选择一层。</translation>
    </message>
    <message>
        <source>{tensor} {shape} is empty: there is no number in it.</source>
        <translation>{tensor} {shape} 是空的：其中没有任何数。</translation>
    </message>
</context>
<context>
    <name>PassSteps</name>
    <message>
        <source>Steps of the forward pass</source>
        <translation>前向传播的步骤</translation>
    </message>
</context>
<context>
    <name>PassTensor</name>
    <message>
        <source>row {row}, number {number} of {total}: {value}</source>
        <translation>第 {row} 行，第 {number} 个数，共 {total} 个：{value}</translation>
    </message>
</context>
<context>
    <name>PixelImage</name>
    <message>
        <source>x {column}, y {row}: {value}</source>
        <translation>x {column}，y {row}：{value}</translation>
    </message>
</context>
<context>
    <name>PredictionPanel</name>
    <message>
        <source>Draw a digit: an empty canvas is no digit.</source>
        <translation>画一个数字：空画布不是数字。</translation>
    </message>
    <message>
        <source>Read with {weights}</source>
        <translation>读取所用权重：{weights}</translation>
    </message>
    <message>
        <source>These tensors make no network.</source>
        <translation>这些张量构不成网络。</translation>
    </message>
    <message>
        <source>{time} ms</source>
        <translation>{time} ms</translation>
    </message>
</context>
<context>
    <name>ProbabilityBars</name>
    <message>
        <source>, log₁₀ {exponent}</source>
        <translation>，log₁₀ {exponent}</translation>
    </message>
    <message>
        <source>Probabilities of the classes</source>
        <translation>各类别的概率</translation>
    </message>
    <message>
        <source>{label}: nothing was read yet</source>
        <translation>{label}：尚未读取</translation>
    </message>
    <message>
        <source>{label}: probability {probability}, logit {logit}</source>
        <translation>{label}：概率 {probability}，logit {logit}</translation>
    </message>
</context>
<context>
    <name>ReadingPair</name>
    <message>
        <source>cannot read drawings</source>
        <translation>无法读取手写字</translation>
    </message>
    <message>
        <source>no digit</source>
        <translation>没有数字</translation>
    </message>
</context>
<context>
    <name>Reason</name>
    <message>
        <source>File exists</source>
        <translation>文件已存在</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>它是文件夹</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有这个文件或文件夹</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>它不是文件夹</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统是只读的</translation>
    </message>
    <message>
        <source>a Gemm of it is no Linear layer</source>
        <translation>其中的 Gemm 不是 Linear 层</translation>
    </message>
    <message>
        <source>a coordinate is farther than {most} from 0</source>
        <translation>某个坐标离 0 超过 {most}</translation>
    </message>
    <message>
        <source>a dropout of {dropout} is not from 0 to less than 1</source>
        <translation>dropout {dropout} 不在 0 到 1（不含）之间</translation>
    </message>
    <message>
        <source>a field in it is damaged</source>
        <translation>其中有字段已损坏</translation>
    </message>
    <message>
        <source>a normalisation of it has an epsilon other than {epsilon}</source>
        <translation>其中一个归一化的 epsilon 不是 {epsilon}</translation>
    </message>
    <message>
        <source>a normalisation of it is no BatchNorm1d</source>
        <translation>其中一个归一化不是 BatchNorm1d</translation>
    </message>
    <message>
        <source>a number in it is NaN, infinite or too long</source>
        <translation>其中有 NaN、无穷大或过长的数</translation>
    </message>
    <message>
        <source>a number in it is damaged</source>
        <translation>其中有数值已损坏</translation>
    </message>
    <message>
        <source>a point is not [x, y] or [x, y, pressure]</source>
        <translation>某个点不是 [x, y] 或 [x, y, pressure]</translation>
    </message>
    <message>
        <source>a pressure is not between 0 and 1</source>
        <translation>某个压力值不在 0 到 1 之间</translation>
    </message>
    <message>
        <source>a stroke has no points</source>
        <translation>某一笔没有点</translation>
    </message>
    <message>
        <source>a word in it is damaged</source>
        <translation>其中有文字已损坏</translation>
    </message>
    <message>
        <source>an array in it is damaged, or holds no numbers</source>
        <translation>其中有数组已损坏或不含数值</translation>
    </message>
    <message>
        <source>canvas is not [width, height], each from {least} to {most}</source>
        <translation>canvas 不是 [width, height]，二者须为 {least} 到 {most}</translation>
    </message>
    <message>
        <source>each layer needs 1 to {most} units</source>
        <translation>每层需要 1 到 {most} 个神经元</translation>
    </message>
    <message>
        <source>it claims more or fewer numbers than it holds</source>
        <translation>声称的数值与实际数目不符</translation>
    </message>
    <message>
        <source>it does not say of each hidden layer whether it is normalised</source>
        <translation>它没有说明每个隐藏层是否归一化</translation>
    </message>
    <message>
        <source>it does not say of each layer whether it has a bias</source>
        <translation>它没有说明每层是否有偏置</translation>
    </message>
    <message>
        <source>it does not say where it is normalised</source>
        <translation>它没有说明在何处归一化</translation>
    </message>
    <message>
        <source>it has arrays of the unknown format {version}</source>
        <translation>其中数组的格式 {version} 未知</translation>
    </message>
    <message>
        <source>it has labels beyond 9</source>
        <translation>其中有大于 9 的标签</translation>
    </message>
    <message>
        <source>it has no Linear layer</source>
        <translation>它没有 Linear 层</translation>
    </message>
    <message>
        <source>it has no letter, or more than {most}</source>
        <translation>它没有字母，或超过 {most} 个字符</translation>
    </message>
    <message>
        <source>it has no {file}</source>
        <translation>它没有 {file}</translation>
    </message>
    <message>
        <source>it has not {count} labels</source>
        <translation>它没有 {count} 个标签</translation>
    </message>
    <message>
        <source>it has {count} parameters, more than {most}</source>
        <translation>它有 {count} 个参数，超过 {most}</translation>
    </message>
    <message>
        <source>it has {size} bytes, not {expected}</source>
        <translation>它有 {size} 字节，而不是 {expected}</translation>
    </message>
    <message>
        <source>it holds no graph</source>
        <translation>其中没有计算图</translation>
    </message>
    <message>
        <source>it holds no state_dict</source>
        <translation>其中没有 state_dict</translation>
    </message>
    <message>
        <source>it is damaged or cut off</source>
        <translation>它已损坏或不完整</translation>
    </message>
    <message>
        <source>it is longer than {length} bytes</source>
        <translation>它超过 {length} 字节</translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation>嵌套过深</translation>
    </message>
    <message>
        <source>it is no network that runs</source>
        <translation>它不是可运行的网络</translation>
    </message>
    <message>
        <source>it is not JSON: {problem}, column {column}</source>
        <translation>它不是 JSON：{problem}，第 {column} 列</translation>
    </message>
    <message>
        <source>it is not UTF-8 text</source>
        <translation>它不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>it is not an object in braces</source>
        <translation>它不是花括号括起的对象</translation>
    </message>
    <message>
        <source>it is there already</source>
        <translation>它已存在</translation>
    </message>
    <message>
        <source>it is too large for an index</source>
        <translation>它太大，不可能是索引</translation>
    </message>
    <message>
        <source>it names no parts</source>
        <translation>它没有列出任何部分</translation>
    </message>
    <message>
        <source>it needs 1 to {most} layers</source>
        <translation>需要 1 到 {most} 层</translation>
    </message>
    <message>
        <source>it takes a row of {count} numbers, no square image</source>
        <translation>它接受一行 {count} 个数，而不是方形图像</translation>
    </message>
    <message>
        <source>it turns {entered} numbers into {left}, not {pixels} into {classes}</source>
        <translation>它把 {entered} 个数变为 {left} 个，而不是把 {pixels} 个变为 {classes} 个</translation>
    </message>
    <message>
        <source>it unfolds to more than {most} bytes</source>
        <translation>解压后超过 {most} 字节</translation>
    </message>
    <message>
        <source>its description is damaged</source>
        <translation>它的描述已损坏</translation>
    </message>
    <message>
        <source>its folder does not exist</source>
        <translation>它所在的文件夹不存在</translation>
    </message>
    <message>
        <source>its format is not known</source>
        <translation>格式未知</translation>
    </message>
    <message>
        <source>its header is another</source>
        <translation>文件头不符</translation>
    </message>
    <message>
        <source>its layers do not follow one another</source>
        <translation>各层无法首尾相接</translation>
    </message>
    <message>
        <source>its layers have not the same activation between them</source>
        <translation>各层之间的激活函数不一致</translation>
    </message>
    <message>
        <source>its normalisations stand in different places</source>
        <translation>它的归一化处在不同的位置</translation>
    </message>
    <message>
        <source>its part {name} is missing</source>
        <translation>缺少部分 {name}</translation>
    </message>
    <message>
        <source>its pickle is damaged</source>
        <translation>它的 pickle 已损坏</translation>
    </message>
    <message>
        <source>its processes would normalise by parts of a batch</source>
        <translation>各进程会只按批次的一部分做归一化</translation>
    </message>
    <message>
        <source>its recipe cannot be read</source>
        <translation>无法读取其训练方案</translation>
    </message>
    <message>
        <source>its tensors are those of {found}, its description says {told}</source>
        <translation>它的张量属于 {found}，描述却说是 {told}</translation>
    </message>
    <message>
        <source>its weights are those of another network</source>
        <translation>它的权重属于另一个网络</translation>
    </message>
    <message>
        <source>its {file} cannot be read</source>
        <translation>无法读取它的 {file}</translation>
    </message>
    <message>
        <source>more than {most}</source>
        <translation>多于 {most}</translation>
    </message>
    <message>
        <source>not the same {setting}</source>
        <translation>{setting} 不同</translation>
    </message>
    <message>
        <source>picture is not a whole PNG in base64</source>
        <translation>picture 不是完整的 base64 PNG</translation>
    </message>
    <message>
        <source>picture is not greyscale, or larger than {most} pixels</source>
        <translation>picture 不是灰度图，或大于 {most} 像素</translation>
    </message>
    <message>
        <source>picture is not text</source>
        <translation>picture 不是文本</translation>
    </message>
    <message>
        <source>step {step} cannot be read</source>
        <translation>无法读取第 {step} 步</translation>
    </message>
    <message>
        <source>strokes is not a list</source>
        <translation>strokes 不是列表</translation>
    </message>
    <message>
        <source>the file {name} with its numbers is missing</source>
        <translation>缺少存放数值的文件 {name}</translation>
    </message>
    <message>
        <source>the numbers of {name} have to be finite</source>
        <translation>{name} 的数须为有限值</translation>
    </message>
    <message>
        <source>the parts of {layer} have different shapes, no BatchNorm1d</source>
        <translation>{layer} 的各部分形状不同，不是 BatchNorm1d</translation>
    </message>
    <message>
        <source>the width of a stroke is not between 0 and {most}</source>
        <translation>某一笔的宽度不在 0 到 {most} 之间</translation>
    </message>
    <message>
        <source>there are no weights in it</source>
        <translation>其中没有权重</translation>
    </message>
    <message>
        <source>there is no such loss</source>
        <translation>没有这个损失</translation>
    </message>
    <message>
        <source>there is no tensor in it</source>
        <translation>其中没有张量</translation>
    </message>
    <message>
        <source>there is none of that name</source>
        <translation>没有这个名称</translation>
    </message>
    <message>
        <source>torch does not find it</source>
        <translation>torch 找不到它</translation>
    </message>
    <message>
        <source>two of its layers have no activation between them</source>
        <translation>有两层之间没有激活函数</translation>
    </message>
    <message>
        <source>what its last layer puts out is normalised</source>
        <translation>它最后一层的输出被归一化了</translation>
    </message>
    <message>
        <source>{activation} is none of {activations}</source>
        <translation>{activation} 不在 {activations} 之中</translation>
    </message>
    <message>
        <source>{key} is neither null nor a whole number from 0 to {most}</source>
        <translation>{key} 既不是 null，也不是 0 到 {most} 的整数</translation>
    </message>
    <message>
        <source>{key} is neither true nor false</source>
        <translation>{key} 既不是 true 也不是 false</translation>
    </message>
    <message>
        <source>{layer} and its bias are {kinds}, no real numbers</source>
        <translation>{layer} 及其偏置为 {kinds}，不是实数</translation>
    </message>
    <message>
        <source>{layer} and its bias are {shapes}, no Linear layer</source>
        <translation>{layer} 及其偏置为 {shapes}，不是 Linear 层</translation>
    </message>
    <message>
        <source>{layer} and its statistics are no real numbers</source>
        <translation>{layer} 及其统计量不是实数</translation>
    </message>
    <message>
        <source>{layer} is {shape}, no Linear layer</source>
        <translation>{layer} 为 {shape}，不是 Linear 层</translation>
    </message>
    <message>
        <source>{name} claims more numbers than the file holds</source>
        <translation>{name} 声称的数值多于文件所含</translation>
    </message>
    <message>
        <source>{name} has a negative size</source>
        <translation>{name} 的大小为负</translation>
    </message>
    <message>
        <source>{name} has no numbers</source>
        <translation>{name} 没有数值</translation>
    </message>
    <message>
        <source>{name} has numbers of the unknown kind {kind}</source>
        <translation>{name} 的数值类型 {kind} 未知</translation>
    </message>
    <message>
        <source>{name} has to be from 1 to {most}</source>
        <translation>{name} 须为 1 到 {most}</translation>
    </message>
    <message>
        <source>{name} has to have {count} numbers</source>
        <translation>{name} 须有 {count} 个数</translation>
    </message>
    <message>
        <source>{name} has {count} numbers, not {expected}</source>
        <translation>{name} 有 {count} 个数，而不是 {expected} 个</translation>
    </message>
    <message>
        <source>{name} is no name of a part</source>
        <translation>{name} 不是部分的名称</translation>
    </message>
    <message>
        <source>{name} is no name of a tensor</source>
        <translation>{name} 不是张量的名称</translation>
    </message>
    <message>
        <source>{name} is part of no Linear layer</source>
        <translation>{name} 不属于任何 Linear 层</translation>
    </message>
    <message>
        <source>{name} is part of no Linear layer, and of no whole BatchNorm1d</source>
        <translation>{name} 不属于任何 Linear 层，也不属于完整的 BatchNorm1d</translation>
    </message>
    <message>
        <source>{name} is too short</source>
        <translation>{name} 太短</translation>
    </message>
    <message>
        <source>{operation} follows the classes</source>
        <translation>{operation} 位于类别之后</translation>
    </message>
    <message>
        <source>{operation} has its weight at the left</source>
        <translation>{operation} 的权重在左侧</translation>
    </message>
    <message>
        <source>{operation} has no stored numbers</source>
        <translation>{operation} 没有存储的数值</translation>
    </message>
    <message>
        <source>{operation} is no part of a chain of Linear layers</source>
        <translation>{operation} 不属于 Linear 层构成的链</translation>
    </message>
    <message>
        <source>{operation} takes its input from elsewhere</source>
        <translation>{operation} 的输入来自别处</translation>
    </message>
    <message>
        <source>{seed} is no seed</source>
        <translation>{seed} 不是有效的随机种子</translation>
    </message>
</context>
<context>
    <name>RecentFiles</name>
    <message>
        <source>Forget these</source>
        <translation>清除列表</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>最近打开</translation>
    </message>
</context>
<context>
    <name>RivalChoice</name>
    <message>
        <source>Compare no more</source>
        <translation>停止比较</translation>
    </message>
    <message>
        <source>Compare no more (Ctrl+Alt+K)</source>
        <translation>停止比较 (Ctrl+Alt+K)</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Compare with weights</source>
        <translation>与权重比较</translation>
    </message>
    <message>
        <source>Step of the run that is compared with</source>
        <translation>用来比较的训练步</translation>
    </message>
    <message>
        <source>The kept step to compare with</source>
        <translation>要比较的保留步</translation>
    </message>
    <message>
        <source>Weights ({endings})</source>
        <translation>权重 ({endings})</translation>
    </message>
    <message>
        <source>What the open model is compared with: choose another</source>
        <translation>打开的模型与之比较的对象：可选择另一个</translation>
    </message>
</context>
<context>
    <name>RunActions</name>
    <message>
        <source>Back to step 0 and the very weights that the run began with</source>
        <translation>回到第 0 步和这次训练最初的权重</translation>
    </message>
    <message>
        <source>Begin a run with these settings</source>
        <translation>用这些设置开始训练</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>End the run; the mean of its weights is kept</source>
        <translation>结束训练；保留权重的平均值</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Go on with the run</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Pause the run; nothing is lost</source>
        <translation>暂停训练；不会丢失任何内容</translation>
    </message>
    <message>
        <source>Prepare no more</source>
        <translation>停止准备数据</translation>
    </message>
    <message>
        <source>Rewind</source>
        <translation>倒回</translation>
    </message>
    <message>
        <source>Show this run no more; it stays in its folder</source>
        <translation>不再显示这次训练；它仍保留在文件夹中</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>单步</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Take one step, then pause</source>
        <translation>走一步，然后暂停</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
</context>
<context>
    <name>RunList</name>
    <message>
        <source>Runs</source>
        <translation>训练记录</translation>
    </message>
</context>
<context>
    <name>RunPanel</name>
    <message>
        <source>NaN or infinite at {layer} in the step after {step}: the weights of step {step} are kept. Lower the learning rate and go on, or rewind.</source>
        <translation>第 {step} 步之后，{layer} 出现 NaN 或无穷大：已保留第 {step} 步的权重。请调低学习率后继续，或倒回。</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>已发散</translation>
    </message>
    <message>
        <source>epoch {epoch} of {epochs}</source>
        <translation>第 {epoch} / {epochs} 轮</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>left at step {step}</source>
        <translation>停在第 {step} 步</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>preparing the data</source>
        <translation>正在准备数据</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>第 {step} 步</translation>
    </message>
    <message>
        <source>step {step} of {steps}</source>
        <translation>第 {step} / {steps} 步</translation>
    </message>
    <message>
        <source>trained elsewhere</source>
        <translation>正由其他程序训练</translation>
    </message>
    <message>
        <source>{done} of {size} MB</source>
        <translation>{done} / {size} MB</translation>
    </message>
    <message>
        <source>{duration} left</source>
        <translation>剩余 {duration}</translation>
    </message>
    <message>
        <source>{images} images</source>
        <translation>{images} 张图像</translation>
    </message>
    <message>
        <source>{rate} images/s</source>
        <translation>{rate} 张/秒</translation>
    </message>
</context>
<context>
    <name>RunSettings</name>
    <message>
        <source>Averaging</source>
        <translation>权重平均</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Distortion</source>
        <translation>形变</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>How far a step goes along the gradient; ↑ and ↓ change it</source>
        <translation>每步沿梯度走多远；用 ↑ 和 ↓ 调整</translation>
    </message>
    <message>
        <source>How far images are bent, so that no image is seen twice; 0: not at all</source>
        <translation>图像弯曲的程度，使网络不会两次看到同一张图像；0：不弯曲</translation>
    </message>
    <message>
        <source>How many images a step learns from</source>
        <translation>每步学习多少张图像</translation>
    </message>
    <message>
        <source>How much each step pulls the weights towards 0</source>
        <translation>每步把权重拉向 0 的程度</translation>
    </message>
    <message>
        <source>How often every image is seen</source>
        <translation>每张图像看几遍</translation>
    </message>
    <message>
        <source>How the learning rate goes: down half a cosine, or the same throughout</source>
        <translation>学习率的变化：按半个余弦下降，或始终不变</translation>
    </message>
    <message>
        <source>Label smoothing: the share of the target that all classes get alike</source>
        <translation>标签平滑：目标中平均分给所有类别的份额</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>SGD with momentum</source>
        <translation>带动量的 SGD</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Show the images that the run learns from, as they are and as distorted</source>
        <translation>显示训练所用的图像：原样与形变后</translation>
    </message>
    <message>
        <source>Show the samples</source>
        <translation>显示样本</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>标签平滑</translation>
    </message>
    <message>
        <source>The decay of the mean of the weights, which is kept in the end; 0: no mean</source>
        <translation>权重平均的衰减系数，最后保留平均权重；0：不平均</translation>
    </message>
    <message>
        <source>The same seed gives the same weights, to the bit</source>
        <translation>相同的种子得到逐位相同的权重</translation>
    </message>
    <message>
        <source>The weights that the next run begins with</source>
        <translation>下一次训练的初始权重</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>What turns gradients into steps</source>
        <translation>把梯度变为更新的方法</translation>
    </message>
    <message>
        <source>choose something to learn from</source>
        <translation>请选择训练数据</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>present weights</source>
        <translation>当前权重</translation>
    </message>
    <message>
        <source>random weights</source>
        <translation>随机权重</translation>
    </message>
    <message>
        <source>there are only {images} images: a step takes all of them</source>
        <translation>只有 {images} 张图像：每步会用上全部</translation>
    </message>
</context>
<context>
    <name>RunsPanel</name>
    <message>
        <source>1 run, {size} MB</source>
        <translation>1 次训练，{size} MB</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Copy the run to a new folder</source>
        <translation>把训练复制到新文件夹</translation>
    </message>
    <message>
        <source>Copy to a folder …</source>
        <translation>复制到文件夹…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Double click opens a run, its square lays its curves over the present ones</source>
        <translation>双击打开一次训练，点其方块可把曲线叠加到当前曲线上</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Put the run back that was deleted last</source>
        <translation>恢复最后删除的训练</translation>
    </message>
    <message>
        <source>Rename the run</source>
        <translation>重命名训练</translation>
    </message>
    <message>
        <source>Rename …</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Show this run: its curves, its weights, every kept step (Return)</source>
        <translation>显示这次训练：曲线、权重和保留的每一步（回车）</translation>
    </message>
    <message>
        <source>Train the network: every run is kept here, to be opened and compared.</source>
        <translation>训练网络：每次训练都保留在这里，可以打开和比较。</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>第 {step} 步</translation>
    </message>
    <message>
        <source>synthetic</source>
        <translation>合成数字</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>unfinished</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>{count} runs, {size} MB</source>
        <translation>{count} 次训练，{size} MB</translation>
    </message>
    <message>
        <source>{optimiser}, rate {rate}, batch {batch}, {epochs} epochs, seed {seed}</source>
        <translation>{optimiser}，学习率 {rate}，批大小 {batch}，{epochs} 轮，种子 {seed}</translation>
    </message>
</context>
<context>
    <name>SampleWall</name>
    <message>
        <source>image {number}, labelled {label}</source>
        <translation>图像 {number}，标签 {label}</translation>
    </message>
    <message>
        <source>{words}, read as {predicted}, {confidence} % sure</source>
        <translation>{words}，读作 {predicted}，把握 {confidence} %</translation>
    </message>
</context>
<context>
    <name>SamplesPanel</name>
    <message>
        <source>Begin a run: the images that it learns from hang here.</source>
        <translation>开始训练：它学习的图像会显示在这里。</translation>
    </message>
    <message>
        <source>Show each image as training sees it: turned, bent, thicker or thinner</source>
        <translation>按训练时所见显示每张图像：旋转、弯曲、变粗或变细</translation>
    </message>
    <message>
        <source>as distorted</source>
        <translation>形变后</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} 张图像</translation>
    </message>
</context>
<context>
    <name>ScaleBar</name>
    <message>
        <source>Pin the scale</source>
        <translation>固定色标</translation>
    </message>
    <message>
        <source>Pin the scale, so that colours can be compared</source>
        <translation>固定色标，便于比较颜色</translation>
    </message>
</context>
<context>
    <name>ScratchPanel</name>
    <message>
        <source>Compute this small expression</source>
        <translation>计算这个小表达式</translation>
    </message>
    <message>
        <source>Draw new random values</source>
        <translation>重新抽取随机值</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Size {name}</source>
        <translation>大小 {name}</translation>
    </message>
    <message>
        <source>Size {name}: 1 to 16</source>
        <translation>大小 {name}：1 到 16</translation>
    </message>
    <message>
        <source>Sizes, values and loss of a small expression can be changed here.</source>
        <translation>在这里可以更改小表达式的大小、数值和损失。</translation>
    </message>
    <message>
        <source>What is computed last</source>
        <translation>最后计算的内容</translation>
    </message>
    <message>
        <source>Whether the tensor asks for a gradient</source>
        <translation>该张量是否需要梯度</translation>
    </message>
</context>
<context>
    <name>SeenPanel</name>
    <message>
        <source>The input of the network</source>
        <translation>网络的输入</translation>
    </message>
    <message>
        <source>The values that enter the network</source>
        <translation>进入网络的数值</translation>
    </message>
    <message>
        <source>as drawn</source>
        <translation>按原样</translation>
    </message>
    <message>
        <source>as set</source>
        <translation>如所设</translation>
    </message>
    <message>
        <source>centred, scaled</source>
        <translation>已居中、缩放</translation>
    </message>
    <message>
        <source>ink</source>
        <translation>墨迹</translation>
    </message>
    <message>
        <source>mass</source>
        <translation>总墨量</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>形状</translation>
    </message>
</context>
<context>
    <name>SettingsGrid</name>
    <message>
        <source>Less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Draw a digit</source>
        <translation>画一个数字</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
</context>
<context>
    <name>Spectrum</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>Compute again</source>
        <translation>重新计算</translation>
    </message>
    <message>
        <source>Compute the singular values of the weight as it is now</source>
        <translation>计算当前权重的奇异值</translation>
    </message>
    <message>
        <source>Let it be</source>
        <translation>放弃计算</translation>
    </message>
    <message>
        <source>Singular values say how many directions a weight really uses.</source>
        <translation>奇异值说明权重实际用到了多少个方向。</translation>
    </message>
    <message>
        <source>before the last change:</source>
        <translation>最近一次更改之前：</translation>
    </message>
    <message>
        <source>effective rank {rank} of {count} · largest {largest} · smallest {smallest}</source>
        <translation>有效秩 {rank}／{count} · 最大 {largest} · 最小 {smallest}</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>From the pen&apos;s last movement to the reading on the screen</source>
        <translation>从笔的最后一次移动到结果显示在屏幕上</translation>
    </message>
    <message>
        <source>Memory that the program uses</source>
        <translation>程序占用的内存</translation>
    </message>
    <message>
        <source>No device yet</source>
        <translation>尚无设备</translation>
    </message>
    <message>
        <source>The device that the network runs on</source>
        <translation>网络运行所在的设备</translation>
    </message>
    <message>
        <source>Using {device} device</source>
        <translation>使用 {device} 设备</translation>
    </message>
    <message>
        <source>engine starting</source>
        <translation>引擎正在启动</translation>
    </message>
    <message>
        <source>pen to light {time} ms</source>
        <translation>笔到屏 {time} ms</translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation>{size} MB</translation>
    </message>
</context>
<context>
    <name>Tensor</name>
    <message>
        <source>Inf</source>
        <translation>Inf</translation>
    </message>
    <message>
        <source>It holds NaN or Inf: there are no singular values.</source>
        <translation>其中含有 NaN 或 Inf：没有奇异值。</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>Singular values are computed of matrices whose smaller side is at most {most}.</source>
        <translation>仅对较短边不超过 {most} 的矩阵计算奇异值。</translation>
    </message>
    <message>
        <source>There is no number in it.</source>
        <translation>其中没有数值。</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>min</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>范数</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>std</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>zeros</source>
        <translation>零</translation>
    </message>
</context>
<context>
    <name>TensorList</name>
    <message>
        <source>still to come</source>
        <translation>尚未到达</translation>
    </message>
</context>
<context>
    <name>TensorModel</name>
    <message>
        <source>row {row}, column {column}: {value}</source>
        <translation>第 {row} 行，第 {column} 列：{value}</translation>
    </message>
</context>
<context>
    <name>TensorSaving</name>
    <message>
        <source>NumPy (.npy) …</source>
        <translation>NumPy (.npy)…</translation>
    </message>
    <message>
        <source>Save a tensor</source>
        <translation>保存张量</translation>
    </message>
    <message>
        <source>Save {tensor}</source>
        <translation>保存 {tensor}</translation>
    </message>
    <message>
        <source>Table (.csv) …</source>
        <translation>表格 (.csv)…</translation>
    </message>
    <message>
        <source>the tensor</source>
        <translation>张量</translation>
    </message>
</context>
<context>
    <name>TensorTabs</name>
    <message>
        <source>All values as colours</source>
        <translation>用颜色显示所有值</translation>
    </message>
    <message>
        <source>At most {count} cells are copied at once: save the tensor as a file instead.</source>
        <translation>一次最多复制 {count} 个单元格：请改为将张量保存为文件。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Each row of the weight as the image that its unit looks for</source>
        <translation>把权重的每一行显示为其神经元所寻找的图像</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>感受野</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>How often which value occurs</source>
        <translation>每个值出现的频率</translation>
    </message>
    <message>
        <source>How the tensor is shown</source>
        <translation>张量的显示方式</translation>
    </message>
    <message>
        <source>Order of the receptive fields</source>
        <translation>感受野的顺序</translation>
    </message>
    <message>
        <source>Receptive fields</source>
        <translation>感受野</translation>
    </message>
    <message>
        <source>Row and column, counted from 0, as in 12, 40</source>
        <translation>行和列，从 0 数起，例如 12, 40</translation>
    </message>
    <message>
        <source>Singular values and effective rank, computed when asked for</source>
        <translation>奇异值与有效秩，按需计算</translation>
    </message>
    <message>
        <source>Spectrum</source>
        <translation>谱</translation>
    </message>
    <message>
        <source>The numbers themselves</source>
        <translation>数值本身</translation>
    </message>
    <message>
        <source>The order in which the receptive fields hang</source>
        <translation>感受野排列的顺序</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Whose numbers set the colours, their gamma, and the shape of images</source>
        <translation>颜色取自谁的数值、其伽马值，以及图像的形状</translation>
    </message>
    <message>
        <source>by index</source>
        <translation>按序号</translation>
    </message>
    <message>
        <source>by likeness</source>
        <translation>按相似度</translation>
    </message>
    <message>
        <source>by norm</source>
        <translation>按范数</translation>
    </message>
    <message>
        <source>go to row, column</source>
        <translation>转到 行, 列</translation>
    </message>
</context>
<context>
    <name>TensorTriptych</name>
    <message>
        <source>around row {row}, column {column}, strongest: {before} → {after}, difference {difference}</source>
        <translation>第 {row} 行第 {column} 列附近，最强：{before} → {after}，差 {difference}</translation>
    </message>
    <message>
        <source>row {row}, column {column}: {before} → {after}, difference {difference}</source>
        <translation>第 {row} 行第 {column} 列：{before} → {after}，差 {difference}</translation>
    </message>
</context>
<context>
    <name>TensorView</name>
    <message>
        <source>Wheel or + and −: zoom · drag or arrows: move · double click or 0: all</source>
        <translation>滚轮或 +、−：缩放 · 拖动或方向键：平移 · 双击或 0：全部</translation>
    </message>
    <message>
        <source>number {index}: {value}</source>
        <translation>第 {index} 个数：{value}</translation>
    </message>
    <message>
        <source>{count} numbers around {index}: strongest {value}</source>
        <translation>第 {index} 个数附近的 {count} 个数：最强为 {value}</translation>
    </message>
</context>
<context>
    <name>TitleBar</name>
    <message>
        <source>Float or dock</source>
        <translation>浮动或停靠</translation>
    </message>
    <message>
        <source>Float {title} as a window of its own, or dock it again</source>
        <translation>把“{title}”浮动为独立窗口，或重新停靠</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Hide {title}; the View menu shows it again</source>
        <translation>隐藏“{title}”；可从“视图”菜单再次显示</translation>
    </message>
    <message>
        <source>Save as a picture …</source>
        <translation>另存为图片…</translation>
    </message>
</context>
<context>
    <name>TreeModel</name>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 项</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>已冻结</translation>
    </message>
    <message>
        <source>frozen, largest change since: {change}</source>
        <translation>已冻结，此后最大变化：{change}</translation>
    </message>
    <message>
        <source>module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>no parameters</source>
        <translation>无参数</translation>
    </message>
    <message>
        <source>no values</source>
        <translation>没有数值</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>范数</translation>
    </message>
    <message>
        <source>output {shape}</source>
        <translation>输出 {shape}</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>partly frozen</source>
        <translation>部分冻结</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>trainable</source>
        <translation>可训练</translation>
    </message>
    <message>
        <source>type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>{count} parameters, {trainable}</source>
        <translation>{count} 个参数，{trainable}</translation>
    </message>
    <message>
        <source>{count} values</source>
        <translation>{count} 个数值</translation>
    </message>
    <message>
        <source>{size} bytes</source>
        <translation>{size} 字节</translation>
    </message>
</context>
<context>
    <name>UnitCard</name>
    <message>
        <source>adds most to</source>
        <translation>主要输出</translation>
    </message>
    <message>
        <source>strongest inputs</source>
        <translation>主要输入</translation>
    </message>
    <message>
        <source>x {column}, y {row}: {value}</source>
        <translation>x {column}，y {row}：{value}</translation>
    </message>
</context>
<context>
    <name>ValueList</name>
    <message>
        <source>Values that enter the network</source>
        <translation>进入网络的数值</translation>
    </message>
</context>
<context>
    <name>ValuesInput</name>
    <message>
        <source>← → change a value, digits set it</source>
        <translation>← → 更改数值，数字键直接输入</translation>
    </message>
</context>
<context>
    <name>ViewMenu</name>
    <message>
        <source>Gamma</source>
        <translation>伽马</translation>
    </message>
    <message>
        <source>Images of columns</source>
        <translation>列作为图像</translation>
    </message>
    <message>
        <source>Images of rows</source>
        <translation>行作为图像</translation>
    </message>
    <message>
        <source>Scale of its module</source>
        <translation>以所在模块为色标</translation>
    </message>
    <message>
        <source>Scale of the model</source>
        <translation>以整个模型为色标</translation>
    </message>
    <message>
        <source>Scale of this tensor</source>
        <translation>以此张量为色标</translation>
    </message>
    <message>
        <source>Shape of an image</source>
        <translation>图像形状</translation>
    </message>
</context>
<context>
    <name>Weights</name>
    <message>
        <source>random weights, seed {seed}</source>
        <translation>随机权重，种子 {seed}</translation>
    </message>
    <message>
        <source>trained weights</source>
        <translation>训练好的权重</translation>
    </message>
    <message>
        <source>{layers}, built with seed {seed}</source>
        <translation>{layers}，以种子 {seed} 建立</translation>
    </message>
    <message>
        <source>{run}, step {step}</source>
        <translation>{run}，第 {step} 步</translation>
    </message>
</context>
<context>
    <name>WorkspaceSwitch</name>
    <message>
        <source>The workspace {title} (Ctrl+{number})</source>
        <translation>工作区“{title}”（Ctrl+{number}）</translation>
    </message>
</context>
<context>
    <name>Workspaces</name>
    <message>
        <source>Draw</source>
        <translation>绘制</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
</context>
<context>
    <name>_Head</name>
    <message>
        <source>dead</source>
        <translation>失活</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>范数</translation>
    </message>
    <message>
        <source>update / weight</source>
        <translation>更新 / 权重</translation>
    </message>
</context>
<context>
    <name>_Question</name>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Edited weights</source>
        <translation>编辑过的权重</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Weights that you edited are not saved.</source>
        <translation>你编辑过的权重尚未保存。</translation>
    </message>
</context>
<context>
    <name>_Ramp</name>
    <message>
        <source>99.5 % of the values lie between the numbers; others have the end&apos;s colour</source>
        <translation>99.5 % 的值在这两个数之间；其余的值用端点的颜色</translation>
    </message>
</context>
</TS>

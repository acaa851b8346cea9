-- Healthy while it can be used.
local status = obj.status
if status == nil or status.conditions == nil or (status.observedGeneration or 0) < obj.metadata.generation then
  return { status = "Progressing", message = "The operator has not looked at it yet." }
end
for _, condition in ipairs(status.conditions) do
  if condition.type == "Ready" then
    if condition.status == "True" then
      return { status = "Healthy", message = condition.message }
    elseif condition.status == "False" then
      return { status = "Degraded", message = condition.message }
    end
    return { status = "Progressing", message = condition.message }
  end
end
return { status = "Progressing", message = "The operator has not looked at it yet." }
